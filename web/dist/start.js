import{m as t,e}from"./app.js";function r(s){return{title:t.start.title,element:e("div",{class:"page"},e("h1",{},t.start.title)),leave(){}}}export{r as startView};
