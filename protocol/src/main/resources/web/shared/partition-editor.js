import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { Problem } from './problem.js';
import { announce } from './announce.js';
import { confirmDialog } from './confirm-dialog.js';
import { bytes, duration, percent, plural, rate } from './format.js';
import { sentence } from './partition-words.js';
import './disk-visualizer.js';
import './partition-form.js';
import './problem-banner.js';

const POLL_MS = 1000;

/**
 * Changes the partitions of one disk: operations are queued, the picture shows the disk as it will be, and nothing is
 * done before "Apply". Needs `api`, `nodeId` (or self) and `disk`; dispatches `disk-changed` when a job has ended.
 */
export class PartitionEditor extends PageElement {
  static properties = {
    api: { attribute: false },
    nodeId: { attribute: false },
    disk: { attribute: false },
    locked: { type: String },
    open: { state: true },
    operations: { state: true },
    plan: { state: true },
    job: { state: true },
    problem: { state: true },
    busy: { state: true },
    selected: { state: true },
  };
  #timer = 0;

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  willUpdate(changed) {
    const before = changed.get('disk');
    if (this.open && before && before.fingerprint !== this.disk.fingerprint) {
      this.#load();
    }
  }

  render() {
    if (!this.open) {
      return html`<div class="row">
        <button type="button" class="button small" @click=${this.#show}>Change partitions of ${this.disk.device}</button>
      </div>`;
    }
    const after = this.plan?.after ?? this.disk;
    if (!this.operations && !this.problem) {
      return html`<p class="muted" role="status">Loading…</p>`;
    }
    return html`
      <section class="stack tight partition-editor" aria-label=${`Changes of ${this.disk.device}`}>
        <h3>${this.#pending().length > 0 ? 'As it will be' : 'As it is'}</h3>
        <div @partition-selected=${(event) => (this.selected = event.detail)}>
          <disk-visualizer selectable .disk=${after} .selected=${this.selected}></disk-visualizer>
        </div>
        ${this.problem ? html`<problem-banner .problem=${this.problem}></problem-banner>` : nothing}
        ${this.#atWork() ? nothing : this.#form(after)} ${this.#queue()} ${this.#jobView()}
      </section>
    `;
  }

  #form(after) {
    return html`<partition-form
      .disk=${after}
      .selected=${this.selected}
      .busy=${this.busy}
      @operation-wanted=${(event) => this.#add(event.detail)}
    ></partition-form>`;
  }

  #queue() {
    const pending = this.#pending();
    const refusals = this.plan?.refusals ?? [];
    return html`
      <h3>Queue</h3>
      ${pending.length === 0
        ? html`<p class="muted">No operations queued.</p>`
        : html`<ol class="operation-queue">
            ${pending.map((each, index) => {
              const refusal = refusals.find((one) => one.operation === index);
              return html`<li>
                <span>${sentence(each)}</span>
                ${refusal ? html`<span class="wrong">${refusal.reason} ${refusal.remedy ?? ''}</span>` : nothing}
                ${this.#atWork()
                  ? html`<span class="chip">${each.status}</span>`
                  : html`<button
                      type="button"
                      class="button quiet small"
                      aria-label=${`Remove: ${sentence(each)}`}
                      ?disabled=${this.busy}
                      @click=${() => this.#remove(each)}
                    >
                      Remove
                    </button>`}
              </li>`;
            })}
          </ol>`}
      ${this.#atWork()
        ? nothing
        : html`<div class="row">
            <button
              type="button"
              class="button danger"
              ?disabled=${this.busy || pending.length === 0 || refusals.length > 0}
              title=${pending.length === 0 ? 'Queue an operation first.' : ''}
              @click=${this.#apply}
            >
              Apply ${plural(pending.length, 'operation')}
            </button>
            <button type="button" class="button quiet" @click=${() => (this.open = false)}>Close</button>
          </div>`}
    `;
  }

  #jobView() {
    const job = this.job;
    if (!job) {
      return nothing;
    }
    const stopped = ['failed', 'cancelled', 'interrupted'].includes(job.state);
    const running = ['running', 'undoing'].includes(job.state);
    const share = job.steps === 0 ? 0 : Math.min(100, (job.step / job.steps) * 100);
    return html`
      <div class="note ${job.state === 'completed' ? 'ok' : stopped || job.state === 'rejected' ? 'danger' : ''}" role="status">
        <h3>Operations ${job.state}</h3>
        ${running
          ? html`<p>
              Step ${job.step + 1} of ${job.steps}${job.doing ? `: ${job.doing}` : ''}
              ${job.bytes_total > 0
                ? html`· ${percent((job.bytes_done / job.bytes_total) * 100)} · ${rate(job.rate_bps)}
                  ${job.eta_seconds === null ? nothing : `· ${duration(job.eta_seconds)} left`}`
                : nothing}
            </p>
            <progress max="100" .value=${share} aria-label="Steps done"></progress>`
          : nothing}
        ${job.error ? html`<p>${job.error}</p>` : nothing}
        ${stopped && job.undo_excuse ? html`<p class="muted small">Cannot be undone: ${job.undo_excuse}</p>` : nothing}
        <div class="row">
          ${running ? this.#act('cancel', 'Stop after this step') : nothing}
          ${stopped ? this.#act('continue', 'Continue') : nothing}
          ${stopped && !job.undo_excuse ? this.#act('undo', 'Undo what was done') : nothing}
        </div>
      </div>
    `;
  }

  #act(action, words) {
    return html`<button type="button" class="button small" ?disabled=${this.busy} @click=${() => this.#order(action)}>
      ${words}
    </button>`;
  }

  #pending() {
    return (this.operations ?? []).filter((each) => each.status === 'pending' || each.status === 'running');
  }

  #atWork() {
    return this.waiting || ['running', 'undoing', 'failed', 'cancelled', 'interrupted'].includes(this.job?.state);
  }

  #show = async () => {
    this.open = true;
    await this.#load();
  };

  async #load() {
    await this.#try(async () => {
      [this.operations, this.plan, this.job] = await Promise.all([
        this.api.operations(this.nodeId, this.disk.device),
        this.api.partitionPlan(this.nodeId, this.disk.device),
        this.api.partitionJob(this.nodeId, this.disk.device),
      ]);
    });
    this.#follow();
  }

  #add(wish) {
    return this.#try(async () => {
      await this.api.queueOperation(this.nodeId, this.disk.device, wish);
      this.selected = undefined;
      await this.#refresh();
      announce('Added to the queue.');
    });
  }

  #remove(operation) {
    return this.#try(async () => {
      await this.api.deleteOperation(this.nodeId, this.disk.device, operation.id);
      await this.#refresh();
    });
  }

  async #refresh() {
    [this.operations, this.plan] = await Promise.all([
      this.api.operations(this.nodeId, this.disk.device),
      this.api.partitionPlan(this.nodeId, this.disk.device),
    ]);
  }

  #apply = async () => {
    const { disk } = this;
    const pending = this.#pending();
    const confirmed = await confirmDialog({
      title: `Change ${disk.device}?`,
      message: html`${[disk.model, disk.serial ? `S/N ${disk.serial}` : null, bytes(disk.size_bytes)]
          .filter(Boolean)
          .join(', ')}.
        ${pending.map((each) => html`<br />${sentence(each)}`)}`,
      confirm: 'Apply',
      danger: true,
    });
    if (!confirmed) {
      return;
    }
    const before = this.job?.id;
    await this.#try(async () => {
      await this.api.applyOperations(this.nodeId, disk.device, this.plan.before.fingerprint);
      this.waiting = before ?? 'first';
    });
    this.#follow();
  };

  #order(action) {
    return this.#try(async () => {
      await this.api.orderPartitionJob(this.nodeId, this.disk.device, action);
      this.waiting = null;
      this.job = { ...this.job, state: action === 'undo' ? 'undoing' : 'running' };
    }).then(() => this.#follow());
  }

  /** Looks again while something is under way. */
  #follow() {
    clearTimeout(this.#timer);
    if (!this.isConnected || !(this.waiting || ['running', 'undoing'].includes(this.job?.state))) {
      return;
    }
    this.#timer = setTimeout(async () => {
      await this.#try(async () => {
        const job = await this.api.partitionJob(this.nodeId, this.disk.device);
        if (job && job.id !== this.waiting) {
          this.waiting = null;
        }
        this.job = job;
        if (!this.waiting && !['running', 'undoing'].includes(job?.state)) {
          await this.#refresh();
          announce(`Operations ${job.state}.`);
          this.dispatchEvent(new CustomEvent('disk-changed', { detail: this.disk.device, bubbles: true }));
        }
      });
      this.#follow();
    }, POLL_MS);
  }

  async #try(work) {
    this.busy = true;
    try {
      await work();
      this.problem = null;
    } catch (error) {
      this.problem = Problem.of(error);
    }
    this.busy = false;
  }
}

customElements.define('partition-editor', PartitionEditor);
