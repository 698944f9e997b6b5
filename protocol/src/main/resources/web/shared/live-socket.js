const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;
const PING_MS = 15_000;
const PATIENCE_MS = 8_000;

/**
 * The server's event stream, kept open. Dispatches `message` (detail: {type, data}), `open` (after every connection,
 * so that listeners fetch what they missed) and `closed`. Waits longer after each failure, with jitter so that many
 * pages do not return in step; tries at once when the page comes to the front or the network returns. A connection that
 * is dead without having been closed, as after a laptop's sleep, is found out by asking for a sign of life.
 */
export class LiveSocket extends EventTarget {
  #socket = null;
  #timer = 0;
  #pulse = 0;
  #failures = 0;
  #wanted = false;

  /** @param {{path?: string, pingMs?: number, patienceMs?: number}} [options] */
  constructor({ path = '/api/v1/ws', pingMs = PING_MS, patienceMs = PATIENCE_MS } = {}) {
    super();
    this.pingMs = pingMs;
    this.patienceMs = patienceMs;
    this.url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;
    /** @type {'closed'|'connecting'|'open'} */
    this.state = 'closed';
  }

  connect() {
    if (this.#wanted) {
      return;
    }
    this.#wanted = true;
    window.addEventListener('online', this.#hurry);
    document.addEventListener('visibilitychange', this.#hurry);
    this.#open();
  }

  close() {
    this.#wanted = false;
    window.removeEventListener('online', this.#hurry);
    document.removeEventListener('visibilitychange', this.#hurry);
    clearTimeout(this.#timer);
    clearTimeout(this.#pulse);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#failures = 0;
    this.#become('closed');
  }

  #open() {
    clearTimeout(this.#timer);
    this.#become('connecting');
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#failures = 0;
      this.#become('open');
      this.#ping(socket);
      this.dispatchEvent(new Event('open'));
    };
    socket.onmessage = (event) => {
      this.#ping(socket);
      this.#receive(event.data);
    };
    socket.onclose = () => this.#lost(socket);
  }

  #receive(text) {
    const message = JSON.parse(text);
    if (message.type !== 'pong') {
      this.dispatchEvent(new CustomEvent('message', { detail: message }));
    }
  }

  /** After a while without a word asks for one, and gives the connection up when none comes. */
  #ping(socket) {
    clearTimeout(this.#pulse);
    this.#pulse = setTimeout(() => {
      socket.send('ping');
      this.#pulse = setTimeout(() => this.#lost(socket), this.patienceMs);
    }, this.pingMs);
  }

  #lost(socket) {
    if (this.#socket === socket) {
      clearTimeout(this.#pulse);
      this.#socket = null;
      socket.close();
      this.#retry();
    }
  }

  #retry() {
    this.#become('connecting');
    this.dispatchEvent(new Event('closed'));
    const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#timer = setTimeout(() => this.#open(), longest * (0.5 + Math.random() / 2));
  }

  #hurry = () => {
    if (this.#wanted && !this.#socket && document.visibilityState === 'visible') {
      this.#failures = 0;
      this.#open();
    }
  };

  #become(state) {
    if (this.state !== state) {
      this.state = state;
      this.dispatchEvent(new Event('state'));
    }
  }
}
