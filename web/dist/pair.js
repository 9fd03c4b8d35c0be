import{m as e,e as t}from"./app.js";function r(i){return{title:e.pair.title,element:t("div",{class:"page"},t("h1",{},e.pair.title)),leave(){}}}export{r as pairView};
