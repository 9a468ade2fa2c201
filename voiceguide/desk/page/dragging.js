// What is dragged over the page.

/**
 * Listen to drops anywhere on the page. `wanted` tells if an event brings something to take. `over` is told true while
 * that is above the page. `take` is given the event of the drop.
 */
export function onDrop(wanted, over, take) {
  document.addEventListener("dragover", (event) => {
    if (!wanted(event)) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || over(false));
  document.addEventListener("drop", (event) => {
    over(false);
    if (!wanted(event)) return;
    event.preventDefault();
    take(event);
  });
}
