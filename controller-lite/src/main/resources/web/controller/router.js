/** Pages by address. A page's element gets the parts of the address in braces and the query as properties. */
const ROUTES = [
  ['/', 'nodes-page'],
  ['/nodes', 'nodes-page'],
  ['/nodes/{node-id}', 'node-page'],
  ['/nodes/{node-id}/disks', 'partition-tool'],
  ['/nodes/{node-id}/partitions', 'partition-tool'],
  ['/images', 'images-page'],
  ['/clone', 'clone-sessions-page'],
  ['/clone/new', 'clone-wizard'],
  ['/clone/{session-id}', 'clone-session-page'],
];

const changes = new EventTarget();

/** @returns {{page: string, params: Record<string, string>, query: URLSearchParams}|null} null: no such page */
export function currentRoute() {
  for (const [pattern, page] of ROUTES) {
    const names = [...pattern.matchAll(/\{([a-z-]+)\}/g)].map((match) => match[1]);
    const match = location.pathname.match(new RegExp(`^${pattern.replace(/\{[a-z-]+\}/g, '([^/]+)')}/?$`));
    if (match) {
      const params = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1])]));
      return { page, params, query: new URLSearchParams(location.search) };
    }
  }
  return null;
}

/** Goes to another page of this UI. @param {string} address @param {{replace?: boolean}} [options] */
export function navigate(address, { replace = false } = {}) {
  if (replace) {
    history.replaceState(null, '', address);
  } else {
    history.pushState(null, '', address);
  }
  changes.dispatchEvent(new Event('change'));
}

/** @param {() => void} listener called whenever the address changes */
export function onNavigation(listener) {
  changes.addEventListener('change', listener);
  window.addEventListener('popstate', listener);
  document.addEventListener('click', followLink);
}

/** A plain click on a link to another page needs no new document. */
function followLink(event) {
  const link = event.target.closest?.('a[href]');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('download')) {
    return;
  }
  const url = new URL(link.href);
  const ownPage = url.origin === location.origin && !/^\/(api|ui)\//.test(url.pathname);
  if (ownPage && !link.getAttribute('href').startsWith('#')) {
    event.preventDefault();
    navigate(url.pathname + url.search);
  }
}
