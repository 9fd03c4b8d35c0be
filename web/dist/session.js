import{m as e,e as s}from"./app.js";function n(t){return{title:e.session.title,element:s("div",{class:"page"},s("h1",{},e.session.title)),leave(){}}}export{n as sessionView};
