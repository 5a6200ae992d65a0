// "Copy this link": the button is hidden until a browser that can copy unhides it here. Without script the link can
// still be marked and copied by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const source = document.getElementById(button.dataset.copy);
  const said = document.getElementById(button.dataset.said);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value);
      said.hidden = false;
    } catch {
      source.select();
    }
  });
}
