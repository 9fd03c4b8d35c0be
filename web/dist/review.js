import{m as e,e as t}from"./app.js";function l(i){return{title:e.review.title,element:t("div",{class:"page"},t("h1",{},e.review.title)),leave(){}}}export{l as reviewView};
