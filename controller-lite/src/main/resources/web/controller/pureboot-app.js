import { html, nothing } from 'lit';
import { html as staticHtml, unsafeStatic } from 'lit/static-html.js';
import { PageElement } from 'shared/page-element.js';
import { api, fleet, FleetController, socket } from './context.js';
import { currentRoute, onNavigation } from './router.js';
import 'shared/sign-in-form.js';
import './data-notice.js';
import './nodes-page.js';
import './node-page.js';
import './partition-tool.js';
import './clone-sessions-page.js';
import './clone-session-page.js';
import './clone-wizard.js';
import './images-page.js';

const TITLES = {
  'nodes-page': 'Nodes',
  'node-page': 'Node',
  'partition-tool': 'Disks',
  'clone-sessions-page': 'Clone sessions',
  'clone-session-page': 'Clone session',
  'clone-wizard': 'New clone',
  'images-page': 'Images',
};

/** The frame around every page: who is signed in, where one is, whether the live connection stands. */
export class PurebootApp extends PageElement {
  static properties = { route: { state: true }, known: { state: true } };

  constructor() {
    super();
    new FleetController(this);
    this.route = currentRoute();
    /** False until the server has said who, if anyone, is signed in. */
    this.known = false;
    onNavigation(() => this.#arrive());
    api.addEventListener('signed-out', () => fleet.stop());
    socket.addEventListener('closed', () => this.#checkSignIn());
  }

  async connectedCallback() {
    super.connectedCallback();
    await this.#checkSignIn();
    this.known = true;
  }

  render() {
    if (!this.known) {
      return nothing;
    }
    if (!fleet.user) {
      return html`<main><sign-in-form
        .signIn=${(values) => this.#signIn(values)}
        hint="The first password is printed on the controller's console when it starts for the first time."
      ></sign-in-form></main>`;
    }
    return html`
      <a class="skip-link" href="#content">Skip to content</a>
      <header class="top-bar">
        <div class="top-bar-inner">
          <a class="brand" href="/nodes"><img src="/ui/shared/pureboot.svg" alt="" />PureBoot</a>
          <nav class="top-nav" aria-label="Main">
            ${this.#navLink('/nodes', 'Nodes', /^\/($|nodes)/)} ${this.#navLink('/clone', 'Clone', /^\/clone/)}
            ${this.#navLink('/images', 'Images', /^\/images/)}
          </nav>
          <div class="session-tools">
            ${this.#connection()}
            <button type="button" class="button quiet small" @click=${this.#signOut}>
              Sign out<span class="visually-hidden"> ${fleet.user.username}</span>
            </button>
          </div>
        </div>
      </header>
      <main id="content"><data-notice></data-notice>${this.#page()}</main>
    `;
  }

  #navLink(address, text, here) {
    const current = here.test(location.pathname);
    return html`<a href=${address} aria-current=${current ? 'page' : nothing}>${text}</a>`;
  }

  #connection() {
    const open = socket.state === 'open';
    return html`<span class="chip ${open ? 'ok' : 'warn'}" role="status">${open ? 'Live' : 'Reconnecting…'}</span>`;
  }

  #page() {
    if (!this.route) {
      return html`
        <div class="card empty">
          <h1 tabindex="-1">There is no such page</h1>
          <p><code>${location.pathname}</code> leads nowhere.</p>
          <a class="button" href="/nodes">To the nodes</a>
        </div>
      `;
    }
    const { page, params, query } = this.route;
    // The name comes from the table of routes, never from the address.
    const tag = unsafeStatic(page);
    return staticHtml`<${tag}
      .nodeId=${params['node-id']}
      .sessionId=${params['session-id']}
      .query=${query}
    ></${tag}>`;
  }

  async #checkSignIn() {
    try {
      const user = await api.me();
      if (!fleet.user) {
        fleet.start(user);
      }
    } catch (error) {
      if (error.status === 401) {
        fleet.stop();
      }
    }
  }

  async #signIn({ username, password }) {
    await api.signIn(username, password);
    fleet.start(await api.me());
    await this.updateComplete;
    this.#focusHeading();
  }

  #signOut = async () => {
    await api.signOut().catch(() => {});
    fleet.stop();
  };

  async #arrive() {
    const before = this.route;
    this.route = currentRoute();
    if (before?.page !== this.route?.page || JSON.stringify(before?.params) !== JSON.stringify(this.route?.params)) {
      window.scrollTo(0, 0);
      await this.updateComplete;
      this.#focusHeading();
    }
  }

  updated() {
    document.title = fleet.user ? `${TITLES[this.route?.page] ?? 'Not found'} · PureBoot` : 'Sign in · PureBoot';
  }

  #focusHeading() {
    requestAnimationFrame(() => this.querySelector('h1')?.focus());
  }
}

customElements.define('pureboot-app', PurebootApp);
