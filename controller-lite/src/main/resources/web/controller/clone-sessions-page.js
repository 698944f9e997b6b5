import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PageElement } from 'shared/page-element.js';
import { Problem } from 'shared/problem.js';
import { plural } from 'shared/format.js';
import { api, fleet, FleetController } from './context.js';
import { nodeName } from './fleet.js';
import { navigate } from './router.js';
import 'shared/problem-banner.js';
import './clone-session-card.js';

const PAGE_SIZE = 25;

const STATUSES = [
  ['', 'Any'],
  ['pending', 'Pending'],
  ['source_ready', 'Source ready'],
  ['cloning', 'Cloning'],
  ['completed', 'Completed'],
  ['failed', 'Failed'],
  ['cancelled', 'Cancelled'],
];

/** All clone sessions, newest first; the filters are in the address, so that a view can be kept as a link. */
export class CloneSessionsPage extends PageElement {
  static properties = {
    query: { attribute: false },
    ids: { state: true },
    total: { state: true },
    problem: { state: true },
  };

  constructor() {
    super();
    new FleetController(this);
    this.ids = null;
    this.wanted = PAGE_SIZE;
  }

  willUpdate(changed) {
    if (changed.has('query')) {
      this.wanted = PAGE_SIZE;
    }
    if (changed.has('query') || this.listVersion !== fleet.sessionListVersion) {
      this.listVersion = fleet.sessionListVersion;
      this.#load();
    }
  }

  render() {
    const sessions = (this.ids ?? []).map((id) => fleet.sessions.get(id)).filter(Boolean);
    const filtered = this.#filters().length > 0;
    return html`
      <div class="page-head">
        <div>
          <h1 tabindex="-1">Clone sessions</h1>
          <p>${this.ids === null ? 'Loading…' : plural(this.total, 'session')}${filtered ? ' match' : ''}</p>
        </div>
        <a class="button primary" href="/clone/new">New clone</a>
      </div>
      ${this.problem
        ? html`<problem-banner .problem=${this.problem} .retry=${() => this.#load()}></problem-banner>`
        : nothing}
      ${filtered || this.total > 0 ? this.#filterBar() : nothing}
      ${this.ids !== null && sessions.length === 0 ? this.#empty(filtered) : nothing}
      <div class="session-list">
        ${repeat(
          sessions,
          (session) => session.id,
          (session) => html`<clone-session-card manage .session=${session}></clone-session-card>`,
        )}
        ${this.total > (this.ids?.length ?? 0) && sessions.length > 0
          ? html`<button type="button" class="button" @click=${this.#more}>
              Show more (${this.total - this.ids.length} further)
            </button>`
          : nothing}
      </div>
    `;
  }

  #filterBar() {
    return html`
      <form class="filters" aria-label="Filters" @change=${this.#filter}>
        <div class="field">
          <label for="filter-status">Status</label>
          <select id="filter-status" name="status">
            ${STATUSES.map(([value, text]) => this.#option('status', value, text))}
          </select>
        </div>
        <div class="field">
          <label for="filter-mode">Mode</label>
          <select id="filter-mode" name="clone_mode">
            ${this.#option('clone_mode', '', 'Any')} ${this.#option('clone_mode', 'direct', 'Direct')}
            ${this.#option('clone_mode', 'staged', 'Staged')}
          </select>
        </div>
        <div class="field">
          <label for="filter-node">Node</label>
          <select id="filter-node" name="node_id">
            ${this.#option('node_id', '', 'Any')}
            ${(fleet.nodes ?? []).map((node) => this.#option('node_id', node.id, nodeName(node)))}
          </select>
        </div>
      </form>
    `;
  }

  #option(name, value, text) {
    return html`<option value=${value} ?selected=${(this.query.get(name) ?? '') === value}>${text}</option>`;
  }

  #empty(filtered) {
    if (filtered) {
      return html`<div class="card empty">
        <h2>No session matches</h2>
        <p>Change the filters to see others.</p>
        <a class="button" href="/clone">Show all</a>
      </div>`;
    }
    return html`
      <div class="card empty">
        <h2>Nothing cloned yet</h2>
        <p>
          A clone copies one disk to another, from node to node, encrypted. It is called completed only after the target
          was read back and compared.
        </p>
        <a class="button primary" href="/clone/new">Clone a disk</a>
      </div>
    `;
  }

  #filters() {
    return ['status', 'clone_mode', 'node_id'].filter((name) => this.query.get(name));
  }

  #filter = (event) => {
    const chosen = [...new FormData(event.currentTarget)].filter(([, value]) => value);
    navigate(`/clone${chosen.length > 0 ? '?' : ''}${new URLSearchParams(chosen)}`, { replace: true });
  };

  #more = () => {
    this.wanted += PAGE_SIZE;
    this.#load();
  };

  async #load() {
    const query = this.query;
    const filters = Object.fromEntries(this.#filters().map((name) => [name, query.get(name)]));
    try {
      const { items, total } = await api.sessions({ ...filters, limit: this.wanted, offset: 0 });
      if (query !== this.query) {
        return;
      }
      items.forEach((session) => fleet.sessions.set(session.id, session));
      this.ids = items.map((session) => session.id);
      this.total = total;
      this.problem = null;
    } catch (error) {
      this.problem = Problem.of(error);
    }
  }
}

customElements.define('clone-sessions-page', CloneSessionsPage);
