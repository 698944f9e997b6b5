import { html } from 'lit';
import { PageElement } from 'shared/page-element.js';
import 'shared/problem-banner.js';
import { fleet, FleetController } from './context.js';

/** Renders `content(node)` once the node is known, and has its disks fetched; says so when it is not there. */
export class NodeGate extends PageElement {
  static properties = { nodeId: { attribute: false }, content: { attribute: false } };

  constructor() {
    super();
    new FleetController(this);
  }

  willUpdate() {
    if (fleet.node(this.nodeId)) {
      fleet.wantDisks(this.nodeId);
    }
  }

  render() {
    const node = fleet.node(this.nodeId);
    if (node) {
      return this.content(node);
    }
    if (fleet.problems.has('nodes')) {
      return html`<problem-banner
        .problem=${fleet.problems.get('nodes')}
        .retry=${() => fleet.refreshNodes()}
      ></problem-banner>`;
    }
    if (fleet.nodes === null) {
      return html`<p class="muted">Loading…</p>`;
    }
    return html`
      <div class="card empty">
        <h1 tabindex="-1">There is no such node</h1>
        <p>It may have been removed. Its id was <code>${this.nodeId}</code>.</p>
        <a class="button" href="/nodes">To the nodes</a>
      </div>
    `;
  }
}

customElements.define('node-gate', NodeGate);
