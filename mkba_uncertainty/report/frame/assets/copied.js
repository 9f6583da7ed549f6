// The clipboard, which some browsers keep to themselves.

/** Copies a text, and says so through `copied`; where that is not possible `refused` has to show it. */
function copyText(text, copied, refused) {
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(copied, refused);
  else refused();
}
