import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { bytes, percent, rate } from 'shared/format.js';
import 'shared/progress-meter.js';

/** @import { NodeWork } from 'shared/types.js' */

const PHASES = { transferring: 'Transferring', verifying: 'Verifying', resizing: 'Resizing' };
const ENDS = { completed: ['Completed', 'ok'], failed: ['Failed', 'danger'], cancelled: ['Cancelled', ''] };

/** What one clone role of this node is doing. */
export class NodeWorkCard extends PageElement {
  static properties = { work: { attribute: false } };

  render() {
    /** @type {NodeWork} */
    const work = this.work;
    const [text, tone] = ENDS[work.state] ?? [PHASES[work.phase] ?? 'Running', 'info'];
    const done = work.bytes_total ? (100 * work.bytes_done) / work.bytes_total : null;
    const what = work.role === 'source' ? `${work.device} is the source of a clone` : `${work.device} is being written over`;
    return html`
      <section class="card stack tight" aria-label=${what}>
        <h2 class="row">${what} <span class="chip ${tone}">${text}</span></h2>
        ${work.state === 'running'
          ? html`<progress-meter .value=${done} label=${text}></progress-meter>`
          : nothing}
        <p class="row small">
          ${done === null ? nothing : html`<b>${percent(done)}</b>`}
          <span>${bytes(work.bytes_done)}${work.bytes_total ? ` of ${bytes(work.bytes_total)}` : ''}</span>
          ${work.transfer_rate_bps ? html`<span>${rate(work.transfer_rate_bps)}</span>` : nothing}
          <span class="muted">Session ${work.session_id}</span>
        </p>
        ${work.error_message ? html`<p class="note danger">${work.error_message}</p>` : nothing}
      </section>
    `;
  }
}

customElements.define('node-work-card', NodeWorkCard);
