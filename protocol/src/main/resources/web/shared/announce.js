let region;

/** Has a screen reader say something at its next pause. @param {string} text */
export function announce(text) {
  if (!region) {
    region = document.createElement('div');
    region.className = 'visually-hidden';
    region.setAttribute('aria-live', 'polite');
    document.body.append(region);
  }
  region.textContent = text;
}
