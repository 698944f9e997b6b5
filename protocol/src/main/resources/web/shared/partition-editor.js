import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { Problem } from './problem.js';
import { announce } from './announce.js';
import { confirmDialog } from './confirm-dialog.js';
import { bytes, duration, percent, rate } from './format.js';
import { MIB, excuse, gaps, jobState, largestSize, loss, movePlaces, sentence, smallestSize } from './partition-words.js';
import './disk-visualizer.js';
import './operation-queue.js';
import './partition-create-dialog.js';
import './partition-delete-dialog.js';
import './partition-flag-dialog.js';
import './partition-format-dialog.js';
import './partition-move-dialog.js';
import './partition-resize-dialog.js';
import './problem-banner.js';

const POLL_MS = 1000;

const ACTIONS = {
  create: 'Create',
  resize: 'Resize',
  move: 'Move',
  format: 'Format',
  delete: 'Delete',
  flag: 'Flags',
};

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
    selected: { attribute: false },
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
        <div
          @partition-selected=${(event) => (this.selected = event.detail)}
          @gap-chosen=${(event) => this.#ask('create', after, event.detail)}
        >
          <disk-visualizer
            selectable
            ?fillable=${!this.#atWork()}
            .disk=${after}
            .selected=${this.selected}
          ></disk-visualizer>
        </div>
        ${this.problem ? html`<problem-banner .problem=${this.problem}></problem-banner>` : nothing}
        ${this.#atWork() ? nothing : this.#actions(after)}
        <operation-queue
          .operations=${this.#pending()}
          .refusals=${this.plan?.refusals ?? []}
          ?locked=${this.#atWork()}
          ?busy=${this.busy}
          @operations-removed=${(event) => this.#remove(event.detail)}
          @apply-wanted=${this.#apply}
        ></operation-queue>
        ${this.#jobView()}
        ${this.#atWork()
          ? nothing
          : html`<div class="row">
              <button type="button" class="button small" @click=${() => (this.open = false)}>Close</button>
            </div>`}
      </section>
    `;
  }

  /** Every action with the reason why it cannot be taken, when there is one. */
  #actions(disk) {
    const partition = disk.partitions.find((each) => each.number === this.selected);
    const reasons = Object.keys(ACTIONS).map((action) => [action, this.#excuse(disk, partition, action)]);
    const shown = new Set(reasons.filter(([action]) => partition || action === 'create').map(([, why]) => why));
    shown.delete(null);
    return html`
      <div class="row" role="group" aria-label="New operation">
        ${reasons.map(
          ([action, why]) => html`<button
            type="button"
            class="button small"
            ?disabled=${why !== null || this.busy}
            title=${why ?? ''}
            @click=${() => this.#ask(action, disk)}
          >
            ${ACTIONS[action]}
          </button>`,
        )}
        ${disk.partitions.filter((each) => each.number > 0).length > 1
          ? html`<button type="button" class="button small quiet" ?disabled=${this.busy} @click=${() => this.#clear(disk)}>
              Delete all
            </button>`
          : nothing}
      </div>
      ${partition
        ? nothing
        : html`<p class="muted small">Choose a partition in the picture to change it, or free space to fill it.</p>`}
      ${[...shown].map((why) => html`<p class="muted small">${why}</p>`)}
      <div @operation-wanted=${(event) => this.#add(event.detail)}>
        <partition-create-dialog></partition-create-dialog>
        <partition-resize-dialog></partition-resize-dialog>
        <partition-move-dialog></partition-move-dialog>
        <partition-format-dialog></partition-format-dialog>
        <partition-delete-dialog></partition-delete-dialog>
        <partition-flag-dialog></partition-flag-dialog>
      </div>
    `;
  }

  #excuse(disk, partition, action) {
    if (action === 'create') {
      return gaps(disk).length === 0 ? `There is no free space on ${disk.device}.` : null;
    }
    if (!partition) {
      return 'Choose a partition in the picture first.';
    }
    const why = excuse(partition, action);
    if (why === null && action === 'move' && movePlaces(disk, partition).length === 0) {
      return 'No free space is large enough to move it to.';
    }
    if (why === null && action === 'resize' && largestSize(disk, partition) - smallestSize(partition) < MIB) {
      return 'There is no free space behind it, and it cannot shrink.';
    }
    return why;
  }

  #ask(action, disk, place) {
    const partition = disk.partitions.find((each) => each.number === this.selected);
    this.querySelector(`partition-${action}-dialog`).ask({ disk, partition, place });
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
        <h3>Operations ${jobState(job.state)}</h3>
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
          ${stopped ? this.#act('abandon', 'Give up', 'Leave the disk as it is now? What was done stays done, the rest is not.') : nothing}
        </div>
      </div>
    `;
  }

  #act(action, words, question) {
    const press = async () => {
      if (!question || (await confirmDialog({ title: `${words}?`, message: question, confirm: words, danger: true }))) {
        await this.#order(action);
      }
    };
    return html`<button type="button" class="button small" ?disabled=${this.busy} @click=${press}>${words}</button>`;
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
    await this.#look(async () => {
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

  /** Queues a deletion of each partition, the logical ones before what holds them. */
  #clear(disk) {
    const order = disk.partitions
      .filter((each) => each.number > 0)
      .sort((one, other) => Number(one.type === 'extended') - Number(other.type === 'extended') || other.number - one.number);
    return this.#try(async () => {
      try {
        for (const { number } of order) {
          await this.api.queueOperation(this.nodeId, this.disk.device, { operation: 'delete', params: { partition: number } });
        }
        announce('Added to the queue.');
      } finally {
        this.selected = undefined;
        await this.#refresh();
      }
    });
  }

  #remove(ids) {
    return this.#try(async () => {
      try {
        for (const id of ids) {
          await this.api.deleteOperation(this.nodeId, this.disk.device, id);
        }
      } finally {
        await this.#refresh();
      }
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
        ${pending.map(
          (each) => html`<br />${sentence(each)}${loss(each) ? html` — <b>${loss(each)}</b>` : nothing}`,
        )}`,
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
      if (action !== 'abandon') {
        this.job = { ...this.job, state: action === 'undo' ? 'undoing' : 'running' };
      } else {
        this.waiting = 'end';
        this.errorBefore = this.job?.error;
      }
    }).then(() => this.#follow());
  }

  /** Looks again while something is under way. */
  #follow() {
    clearTimeout(this.#timer);
    if (!this.isConnected || !(this.waiting || ['running', 'undoing'].includes(this.job?.state))) {
      return;
    }
    this.#timer = setTimeout(async () => {
      await this.#look(async () => {
        const job = await this.api.partitionJob(this.nodeId, this.disk.device);
        const given = job?.state === 'abandoned' || job?.error !== this.errorBefore;
        if (job && (this.waiting === 'end' ? given : job.id !== this.waiting)) {
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
    await this.#look(work);
    this.busy = false;
  }

  /** As #try, without keeping a person from pressing anything meanwhile. */
  async #look(work) {
    try {
      await work();
      this.problem = null;
    } catch (error) {
      this.problem = Problem.of(error);
    }
  }
}

customElements.define('partition-editor', PartitionEditor);
