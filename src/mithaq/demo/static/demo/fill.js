// Fills the form of a page with the tour's example. Without a script the button is not shown, and one types.
"use strict";

function fill(field, value) {
  if (field.type === "checkbox" || field.type === "radio") {
    const wanted = Array.isArray(value) ? value : [String(value)];
    field.checked = wanted.includes(field.value);
  } else if (field.tagName === "SELECT") {
    const wanted = Array.isArray(value) ? value : [String(value)];
    const fits = (option) => wanted.some((one) => option.value === one || option.text.includes(one));
    const option = [...field.options].find((each) => each.value && fits(each));
    if (option) field.value = option.value;
  } else {
    field.value = value;
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

for (const button of document.querySelectorAll("[data-example]")) {
  const example = JSON.parse(button.dataset.example);
  const named = (name) => document.querySelectorAll(`main form[method="post"] [name="${CSS.escape(name)}"]`);
  const known = Object.keys(example).filter((name) => named(name).length > 0);
  button.hidden = known.length === 0;
  button.addEventListener("click", () => {
    for (const name of known) {
      for (const field of named(name)) fill(field, example[name]);
    }
  });
}
