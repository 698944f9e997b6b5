import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { announce } from 'shared/announce.js';
import { Problem } from 'shared/problem.js';
import { api, fleet, FleetController } from './context.js';
import { nodeName } from './fleet.js';

/** After this long without a newer scan the button stops waiting and says so. */
const PATIENCE_MS = 30_000;

/** Has a node scan its disks again, and shows that it is at it until the result is there. */
export class RescanButton extends PageElement {
  static properties = { node: { attribute: false }, since: { state: true }, failed: { state: true } };

  constructor() {
    super();
    new FleetController(this);
    this.since = null;
  }

  render() {
    const excuse = this.#excuse();
    const busy = this.since !== null;
    return html`
      <button
        type="button"
        class="button small"
        ?disabled=${busy || excuse !== null}
        title=${excuse ?? nothing}
        aria-label=${`Rescan the disks of ${nodeName(this.node)}`}
        @click=${this.#scan}
      >
        ${busy ? 'Scanning…' : 'Rescan'}
      </button>
      ${this.failed ? html`<span class="small excuse" role="alert">${this.failed}</span>` : nothing}
    `;
  }

  willUpdate() {
    const disks = fleet.disks.get(this.node.id);
    if (this.since !== null && disks !== this.since.disks && disks !== undefined) {
      this.since = null;
      announce(`The disks of ${nodeName(this.node)} were scanned.`);
    }
  }

  #excuse() {
    return fleet.viewerExcuse ?? (this.node.online ? null : 'The node is offline: the last scan is shown.');
  }

  #scan = async () => {
    this.failed = null;
    const started = { disks: fleet.disks.get(this.node.id) };
    this.since = started;
    setTimeout(() => {
      if (this.since === started) {
        this.since = null;
        this.failed = 'No answer from the node yet.';
      }
    }, PATIENCE_MS);
    try {
      await api.scanDisks(this.node.id);
    } catch (error) {
      this.since = null;
      this.failed = Problem.of(error).detail;
    }
  };
}

customElements.define('rescan-button', RescanButton);
