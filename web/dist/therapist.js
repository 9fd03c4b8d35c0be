import{m as e,e as t}from"./app.js";function a(i){return{title:e.therapist.title,element:t("div",{class:"page"},t("h1",{},e.therapist.title)),leave(){}}}export{a as therapistView};
