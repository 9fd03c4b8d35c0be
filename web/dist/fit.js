import{m as e,e as t}from"./app.js";function s(i){return{title:e.fit.title,element:t("div",{class:"page"},t("h1",{},e.fit.title)),leave(){}}}export{s as fitView};
