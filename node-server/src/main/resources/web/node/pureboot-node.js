import { html, nothing } from 'lit';
import { ApiClient } from 'shared/api-client.js';
import { PageElement } from 'shared/page-element.js';
import { Problem } from 'shared/problem.js';
import { ago, bytes } from 'shared/format.js';
import 'shared/disk-card.js';
import 'shared/fs-legend.js';
import 'shared/partition-editor.js';
import 'shared/partition-table.js';
import 'shared/problem-banner.js';
import 'shared/sign-in-form.js';
import './node-work-card.js';

const POLL_MS = 2000;

/** A node's own page: its disks with all partitions, and what its clone roles are doing. */
export class PurebootNode extends PageElement {
  static properties = {
    signedIn: { state: true },
    node: { state: true },
    disks: { state: true },
    work: { state: true },
    problem: { state: true },
    scanning: { state: true },
    selected: { state: true },
  };
  #timer = 0;

  constructor() {
    super();
    this.api = new ApiClient({ csrfCookie: null });
    this.api.addEventListener('signed-out', () => this.#leave());
    /** null until the node has said whether somebody is signed in. */
    this.signedIn = null;
    this.work = [];
    this.selected = {};
  }

  async connectedCallback() {
    super.connectedCallback();
    try {
      await this.api.me();
      await this.#enter();
    } catch (error) {
      this.signedIn = false;
      this.problem = error.status === 401 ? null : Problem.of(error);
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  render() {
    if (this.signedIn === null) {
      return nothing;
    }
    if (!this.signedIn) {
      return html`<main>
        ${this.problem ? html`<problem-banner .problem=${this.problem}></problem-banner>` : nothing}
        <sign-in-form
          pin
          heading="Sign in to this node"
          hint="The PIN stands on the console of this machine, or was chosen when the node was started."
          .signIn=${({ pin }) => this.#signIn(pin)}
        ></sign-in-form>
      </main>`;
    }
    return html`
      <header class="top-bar">
        <div class="top-bar-inner">
          <a class="brand" href="/"><img src="/ui/shared/pureboot.svg" alt="" />PureBoot</a>
          <span class="top-nav muted">Node</span>
          <button type="button" class="button quiet small" @click=${this.#signOut}>Sign out</button>
        </div>
      </header>
      <main>${this.#page()}</main>
    `;
  }

  #page() {
    const { node, disks } = this;
    return html`
      <div class="page-head">
        <div>
          <h1 tabindex="-1">${node?.hostname ?? 'This node'}</h1>
          <p>${node ? facts(node) : 'Loading…'}</p>
        </div>
        <button type="button" class="button" ?disabled=${this.scanning} @click=${this.#scan}>
          ${this.scanning ? 'Scanning…' : 'Rescan disks'}
        </button>
      </div>
      <div class="stack">
        ${this.problem
          ? html`<problem-banner .problem=${this.problem} .retry=${() => this.#refresh()}></problem-banner>`
          : nothing}
        ${this.work.map((work) => html`<node-work-card .work=${work}></node-work-card>`)}
        ${disks?.length > 0 ? html`<fs-legend .disks=${disks}></fs-legend>` : nothing}
        ${disks?.length === 0
          ? html`<div class="card empty"><h2>No disks found</h2><p>Rescan after connecting one.</p></div>`
          : nothing}
        ${disks?.map((disk) => this.#disk(disk))}
      </div>
    `;
  }

  #disk(disk) {
    const select = (event) => (this.selected = { ...this.selected, [disk.device]: event.detail });
    return html`
      <section class="card stack" aria-label=${disk.device} @partition-selected=${select}>
        <disk-card selectable .disk=${disk} .selected=${this.selected[disk.device]}></disk-card>
        <partition-table .disk=${disk} .selected=${this.selected[disk.device]}></partition-table>
        <partition-editor
          .api=${this.api}
          .nodeId=${'self'}
          .disk=${disk}
          .selected=${this.selected[disk.device]}
          @disk-changed=${this.#scan}
        ></partition-editor>
        <p class="muted small">Scanned ${ago(disk.scanned_at)}</p>
      </section>
    `;
  }

  async #signIn(pin) {
    await this.api.signInWithPin(pin);
    await this.#enter();
    requestAnimationFrame(() => this.querySelector('h1')?.focus());
  }

  async #enter() {
    this.signedIn = true;
    await this.#refresh();
    this.#poll();
  }

  #leave() {
    clearTimeout(this.#timer);
    this.signedIn = false;
    this.disks = undefined;
    this.node = undefined;
    this.work = [];
  }

  #signOut = async () => {
    await this.api.signOut().catch(() => {});
    this.#leave();
  };

  #refresh() {
    return this.#try(async () => {
      [this.node, this.disks, this.work] = await Promise.all([
        this.api.node('self'),
        this.api.disks('self'),
        this.api.ownWork(),
      ]);
    });
  }

  /** One after the other, so that a slow node is not asked faster than it answers. */
  #poll() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      if (document.visibilityState === 'visible') {
        await this.#try(async () => {
          this.work = await this.api.ownWork();
        });
      }
      if (this.signedIn && this.isConnected) {
        this.#poll();
      }
    }, POLL_MS);
  }

  #scan = async () => {
    this.scanning = true;
    await this.#try(async () => {
      this.disks = await this.api.scanDisks('self');
    });
    this.scanning = false;
  };

  async #try(work) {
    try {
      await work();
      this.problem = null;
    } catch (error) {
      this.problem = error.status === 401 ? null : Problem.of(error);
    }
  }

  updated() {
    document.title = `${this.node?.hostname ?? 'Node'} · PureBoot`;
  }
}

function facts(node) {
  return [
    [node.vendor, node.model].filter(Boolean).join(' '),
    node.addresses.filter((address) => !/^(127\.|::1$|fe80:)/.test(address)).join(', '),
    node.memory_bytes ? `${bytes(node.memory_bytes)} memory` : null,
  ]
    .filter(Boolean)
    .join(' · ');
}

customElements.define('pureboot-node', PurebootNode);
