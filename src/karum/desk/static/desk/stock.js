// One less and one more beside each count: a thumb is quicker than a keyboard. Without script the number is typed.
"use strict";
const list = document.querySelector("[data-counts]");
for (const input of list ? list.querySelectorAll("input.stock") : []) {
  const form = input.form, was = input.value;
  const name = document.querySelector(`label[for="${input.id}"]`).textContent.trim();
  const step = (by, sign, words) => {
    const button = form.querySelector("[data-step]").content.firstElementChild.cloneNode(true);
    button.textContent = sign;
    button.setAttribute("aria-label", `${form.querySelector(words).textContent}: ${name}`);
    button.addEventListener("click", () => {
      if (!/^\d+$/.test(input.value)) return;
      input.value = Math.max(0, Number(input.value) + by);
      input.dispatchEvent(new Event("input"));
    });
    return button;
  };
  input.before(step(-1, "−", "[data-less]"));
  input.after(step(1, "+", "[data-more]"));
  input.addEventListener("input", () => input.classList.toggle("is-changed", input.value !== was));
}
