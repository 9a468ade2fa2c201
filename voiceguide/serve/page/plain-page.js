// Opened from a disk, browsers run no modules: the list with plain players is shown instead of the page.

if (location.protocol === "file:") {
  document.getElementById("plain").hidden = false;
  document.getElementById("choose").hidden = true;
}
