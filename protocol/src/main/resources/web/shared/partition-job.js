import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { confirmDialog } from './confirm-dialog.js';
import { ago, bytes, duration, percent, rate } from './format.js';
import { jobState } from './partition-words.js';

/** @import { PartitionJob } from './types.js' */

/** A job nobody has to do anything about any more, nor to wait for. */
export const OVER = ['completed', 'undone', 'table_restored', 'abandoned', 'rejected'];
const STOPPED = ['failed', 'cancelled', 'interrupted'];

/**
 * How far a job on a disk's partitions is, and what can be done about it. `asked`: an order was given and has not shown
 * yet; `locked`: nothing may be ordered. Dispatches `job-ordered` (detail: continue, undo, cancel or abandon).
 */
export class PartitionJobNote extends PageElement {
  static properties = {
    job: { attribute: false },
    asked: { type: Boolean },
    locked: { type: Boolean },
    busy: { type: Boolean },
  };

  render() {
    /** @type {PartitionJob} */
    const job = this.job;
    const stopped = STOPPED.includes(job.state) && !this.asked;
    const running = ['running', 'undoing'].includes(job.state);
    const waiting = job.state === 'waiting';
    const inside = job.bytes_total > 0 ? job.bytes_done / job.bytes_total : 0;
    const share = job.steps === 0 ? 0 : Math.min(100, ((job.step + inside) / job.steps) * 100);
    return html`
      <div class="note ${job.state === 'completed' ? 'ok' : stopped || job.state === 'rejected' ? 'danger' : ''}" role="status">
        <h3>
          Operations ${jobState(job.state)}
          ${begun(job)}
        </h3>
        ${waiting ? html`<p>The node takes them up as soon as it is online.</p>` : nothing}
        ${this.asked ? html`<p>Waiting for the node…</p>` : nothing}
        ${running
          ? html`<p>
              Step ${Math.min(job.step + 1, job.steps)} of ${job.steps}${job.doing ? `: ${job.doing}` : ''}
              ${job.bytes_total > 0
                ? html`· ${percent(inside * 100)} · ${rate(job.rate_bps)}
                  ${job.eta_seconds === null ? nothing : `· ${duration(job.eta_seconds)} left`}`
                : nothing}
            </p>
            <progress max="100" .value=${share} aria-label="Steps done"></progress>`
          : nothing}
        ${job.error ? html`<p>${job.error}</p>` : nothing}
        ${stopped && job.bytes_total > 0
          ? html`<p>
              It stopped inside a move: ${bytes(job.bytes_done)} of ${bytes(job.bytes_total)} are at the new place, the rest at
              the old one. Until it is continued or undone, the partition cannot be used.
            </p>`
          : nothing}
        ${stopped && job.undo_excuse ? html`<p class="muted small">Cannot be undone: ${job.undo_excuse}</p>` : nothing}
        ${this.locked
          ? nothing
          : html`<div class="row">
              ${waiting && !this.asked ? this.#act('cancel', 'Take back') : nothing}
              ${running && !this.asked ? this.#act('cancel', job.bytes_total > 0 ? 'Stop' : 'Stop after this step') : nothing}
              ${stopped ? this.#act('continue', 'Continue') : nothing}
              ${stopped && !job.undo_excuse ? this.#act('undo', 'Undo what was done') : nothing}
              ${stopped ? this.#act('abandon', 'Give up', 'Leave the disk as it is now? What was done stays done, the rest is not.') : nothing}
            </div>`}
      </div>
    `;
  }

  #act(action, words, question) {
    const press = async () => {
      if (!question || (await confirmDialog({ title: `${words}?`, message: question, confirm: words, danger: true }))) {
        this.dispatchEvent(new CustomEvent('job-ordered', { detail: action, bubbles: true }));
      }
    };
    return html`<button type="button" class="button small" ?disabled=${this.busy} @click=${press}>${words}</button>`;
  }
}

/** Where a job was begun when that was elsewhere, and when if it is over. @param {PartitionJob} job */
function begun(job) {
  const where = job.begun_on === 'node' ? "on the node's own page" : '';
  const when = OVER.includes(job.state) ? ago(job.started_at) : '';
  const words = [when, where].filter(Boolean).join(' ');
  return words ? html`<span class="muted small">begun ${words}</span>` : nothing;
}

customElements.define('partition-job', PartitionJobNote);
