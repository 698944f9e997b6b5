import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { announce } from 'shared/announce.js';
import { Problem } from 'shared/problem.js';
import { time } from 'shared/format.js';
import { api, fleet, FleetController } from './context.js';
import { nodeName } from './fleet.js';
import 'shared/problem-banner.js';
import './copy-line.js';

/** Shows how a machine joins, with a fresh one-time token, and tells when it has. */
export class AddNodeDialog extends PageElement {
  static properties = { token: { state: true }, problem: { state: true } };
  #before = new Set();

  constructor() {
    super();
    new FleetController(this);
  }

  async open() {
    this.token = null;
    this.problem = null;
    this.#before = new Set(fleet.nodes.filter((node) => node.online).map((node) => node.id));
    this.querySelector('dialog').showModal();
    try {
      this.token = await api.enrolmentToken();
    } catch (error) {
      this.problem = Problem.of(error);
    }
  }

  render() {
    return html`
      <dialog aria-labelledby="add-node-title">
        <div class="dialog-body">
          <h2 id="add-node-title">Add a node</h2>
          ${this.problem ? html`<problem-banner .problem=${this.problem}></problem-banner>` : nothing}
          ${this.token ? this.#howTo() : this.problem ? nothing : html`<p class="muted">Making a token…</p>`}
          <form method="dialog" class="dialog-actions">
            <button class="button">Close</button>
          </form>
        </div>
      </dialog>
    `;
  }

  #howTo() {
    const { token, ca_sha256: ca, command, expires_at: expires } = this.token;
    const arguments_ = `pureboot.server=${location.origin} pureboot.token=${token} pureboot.ca=${ca}`;
    const joined = this.#joined();
    return html`
      <div class="stack tight">
        <h3>On a running Linux machine, as root</h3>
        <copy-line .text=${command} label="Copy the command"></copy-line>
      </div>
      <div class="stack tight">
        <h3>Or add this to the kernel command line of the PureBoot image</h3>
        <copy-line .text=${arguments_} label="Copy the kernel arguments"></copy-line>
      </div>
      <p class="muted small">
        The token enrols one node and is good until ${time(expires)}. Each opening of this window makes a new one.
      </p>
      ${joined.length > 0
        ? html`<p class="note ok" role="status">${joined.map(nodeName).join(', ')} joined.</p>`
        : html`<p class="muted small" role="status">Waiting for the node…</p>`}
    `;
  }

  #joined() {
    return (fleet.nodes ?? []).filter((node) => node.online && !this.#before.has(node.id));
  }

  updated() {
    const joined = this.token ? this.#joined() : [];
    if (joined.length > (this.told ?? 0)) {
      announce(`${nodeName(joined.at(-1))} joined.`);
    }
    this.told = joined.length;
  }
}

customElements.define('add-node-dialog', AddNodeDialog);
