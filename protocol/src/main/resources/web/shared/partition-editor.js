import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { Problem } from './problem.js';
import { announce } from './announce.js';
import { confirmDialog } from './confirm-dialog.js';
import { ago, bytes, duration, percent, rate } from './format.js';
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

/** @import { PartitionJob } from './types.js' */

const POLL_MS = 1000;

/** How long an order to a job may take to show; then what the job says counts, whatever it is. */
const PATIENCE_MS = 15_000;

/** A job nobody has to do anything about any more, nor to wait for. */
const OVER = ['completed', 'undone', 'table_restored', 'abandoned', 'rejected'];
const STOPPED = ['failed', 'cancelled', 'interrupted'];

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
 * done before "Apply". Opens by itself where something waits or is under way. Needs `api`, `nodeId` (or self) and `disk`;
 * `locked`: why nothing may be changed; `news`: the last that was heard of a job of this disk, if anything. Dispatches
 * `disk-changed` when a job has ended.
 */
export class PartitionEditor extends PageElement {
  static properties = {
    api: { attribute: false },
    nodeId: { attribute: false },
    disk: { attribute: false },
    locked: { type: String },
    news: { attribute: false },
    open: { state: true },
    operations: { state: true },
    plan: { state: true },
    job: { state: true },
    problem: { state: true },
    busy: { state: true },
    selected: { attribute: false },
    asked: { state: true },
  };
  #timer = 0;

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  willUpdate(changed) {
    this.#hear(changed);
    if (!changed.has('disk') && !changed.has('nodeId')) {
      return;
    }
    const before = changed.get('disk');
    if (before?.device !== this.disk.device || changed.has('nodeId')) {
      this.#forget();
      this.#peek();
    } else if (this.open && before.fingerprint !== this.disk.fingerprint) {
      this.#load();
    }
  }

  /** A job that somebody else has begun, or taken up again, shows by itself. */
  #hear(changed) {
    const { news } = this;
    if (!changed.has('news') || !news || news.device !== this.disk.device || OVER.includes(news.state)) {
      return;
    }
    if (!this.#moves() && !this.asked && (this.job?.id !== news.id || this.job.state !== news.state)) {
      this.#show();
    }
  }

  /** What is known of one disk says nothing of another. */
  #forget() {
    clearTimeout(this.#timer);
    Object.assign(this, {
      open: false,
      operations: undefined,
      plan: undefined,
      job: undefined,
      problem: null,
      busy: false,
      asked: null,
    });
  }

  async #peek() {
    const { disk } = this;
    const [job, operations] = await Promise.all([
      this.api.partitionJob(this.nodeId, disk.device),
      this.api.operations(this.nodeId, disk.device),
    ]).catch(() => [null, []]);
    const waits = operations.some((each) => each.status === 'pending');
    if (this.disk.device === disk.device && !this.open && (waits || (job && !OVER.includes(job.state)))) {
      await this.#show();
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
        <h3>${this.#heading()}</h3>
        <div
          @partition-selected=${(event) => (this.selected = event.detail)}
          @gap-chosen=${(event) => this.#ask('create', after, event.detail)}
        >
          <disk-visualizer
            selectable
            ?fillable=${!this.locked && !this.#atWork()}
            .disk=${after}
            .selected=${this.selected}
          ></disk-visualizer>
        </div>
        ${this.problem ? html`<problem-banner .problem=${this.problem}></problem-banner>` : nothing}
        ${this.locked
          ? html`<p class="muted small">${this.locked}</p>`
          : this.#atWork()
            ? nothing
            : this.#actions(after)}
        <operation-queue
          .operations=${this.#atWork() ? this.#jobOperations() : this.#pending()}
          .refusals=${this.#atWork() ? [] : (this.plan?.refusals ?? [])}
          ?locked=${this.locked || this.#atWork()}
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

  #heading() {
    if (this.#atWork() && !this.plan) {
      return 'As it was when last scanned';
    }
    return this.#atWork() || this.#pending().length > 0 ? 'As it will be' : 'As it is';
  }

  /** Every action with the reason why it cannot be taken, when there is one. */
  #actions(disk) {
    const partition = disk.partitions.find((each) => each.number === this.selected);
    const reasons = Object.keys(ACTIONS).map((action) => [action, this.#excuse(disk, partition, action)]);
    const shown = new Set(reasons.filter(([action]) => partition || action === 'create').map(([, why]) => why));
    shown.delete(null);
    const inUse = disk.partitions.flatMap((each) => each.in_use ?? [])[0];
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
          ? html`<button
              type="button"
              class="button small quiet"
              ?disabled=${this.busy || inUse !== undefined}
              title=${inUse ?? ''}
              @click=${() => this.#clear(disk)}
            >
              Delete all
            </button>`
          : nothing}
      </div>
      ${partition
        ? nothing
        : html`<p class="muted small">Choose a partition in the picture to change it, or free space to fill it.</p>`}
      ${[...shown].map((why) => html`<p class="muted small">${why}</p>`)}
      <div @operation-queued=${this.#added}>
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
    if (why === null && action === 'resize' && largestSize(disk, partition) - smallestSize(disk, partition) < MIB) {
      return 'There is no free space behind it, and it cannot shrink.';
    }
    return why;
  }

  #ask(action, disk, place) {
    const partition = disk.partitions.find((each) => each.number === this.selected);
    const queue = (wish) => this.api.queueOperation(this.nodeId, disk.device, wish);
    this.querySelector(`partition-${action}-dialog`).ask({ disk, partition, place, queue });
  }

  #jobView() {
    const job = this.job;
    if (!job || (OVER.includes(job.state) && this.#pending().length > 0)) {
      return nothing;
    }
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
        await this.#order(action);
      }
    };
    return html`<button type="button" class="button small" ?disabled=${this.busy} @click=${press}>${words}</button>`;
  }

  #pending() {
    return (this.operations ?? []).filter((each) => each.status === 'pending' || each.status === 'running');
  }

  /** What the job is about: of one begun elsewhere or before the node started anew only the job itself knows. */
  #jobOperations() {
    const known = new Map((this.operations ?? []).map((each) => [each.id, each]));
    return this.job.operations.map((each) => ({ ...(known.get(each.id) ?? each), status: each.status }));
  }

  #atWork() {
    return Boolean(this.job) && !OVER.includes(this.job.state);
  }

  #show = async () => {
    this.open = true;
    await this.#load();
  };

  async #load() {
    const { disk } = this;
    await this.#look(async () => {
      const job = await this.api.partitionJob(this.nodeId, disk.device);
      if (disk.device === this.disk.device) {
        this.job = job;
        await this.#refresh();
      }
    });
    this.#follow();
  }

  #added = () =>
    this.#try(async () => {
      await this.#refresh();
      announce('Added to the queue.');
    });

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
    const { disk } = this;
    const [operations, plan] = await Promise.all([
      this.api.operations(this.nodeId, disk.device),
      // What is left of a queue means nothing on a disk that is being changed.
      this.#atWork() ? undefined : this.api.partitionPlan(this.nodeId, disk.device),
    ]);
    if (disk.device !== this.disk.device) {
      return;
    }
    Object.assign(this, { operations, plan });
    if (plan && this.selected !== undefined && !plan.after.partitions.some((each) => each.number === this.selected)) {
      this.#select(undefined);
    }
  }

  #select(number) {
    this.selected = number;
    this.dispatchEvent(new CustomEvent('partition-selected', { detail: number, bubbles: true }));
  }

  #apply = async () => {
    const { disk } = this;
    const pending = this.#pending();
    const confirmed = await confirmDialog({
      title: `Change ${disk.device}?`,
      message: html`${[disk.model, disk.serial ? `S/N ${disk.serial}` : null, bytes(disk.size_bytes)]
          .filter(Boolean)
          .join(', ')}.
        ${disk.warnings.map((warning) => html`<br /><b>${warning}</b>`)}
        ${pending.map(
          (each) => html`<br />${sentence(each)}${loss(each) ? html` — <b>${loss(each)}</b>` : nothing}`,
        )}`,
      confirm: 'Apply',
      danger: true,
    });
    if (!confirmed) {
      return;
    }
    await this.#try(async () => {
      await this.api.applyOperations(this.nodeId, disk.device, this.plan.before.fingerprint);
      await this.#heard(await this.api.partitionJob(this.nodeId, disk.device));
    });
    this.#follow();
  };

  #order(action) {
    return this.#try(async () => {
      this.asked = { job: JSON.stringify(this.job), until: Date.now() + PATIENCE_MS };
      try {
        await this.#heard(await this.api.orderPartitionJob(this.nodeId, this.disk.device, action));
      } catch (error) {
        this.asked = null;
        throw error;
      }
    }).then(() => this.#follow());
  }

  /** An order has come through when the job is not as it was, or says nothing new for long. */
  async #heard(job) {
    if (this.asked && (JSON.stringify(job) !== this.asked.job || Date.now() > this.asked.until)) {
      this.asked = null;
    }
    this.job = job;
    if (!this.asked && !this.#moves()) {
      await this.#refresh();
      announce(`Operations ${jobState(job?.state)}.`);
      this.dispatchEvent(new CustomEvent('disk-changed', { detail: this.disk.device, bubbles: true }));
    }
  }

  /** Looks again while something is under way. */
  #follow() {
    clearTimeout(this.#timer);
    if (!this.isConnected || !(this.asked || this.#moves())) {
      return;
    }
    const { disk } = this;
    this.#timer = setTimeout(async () => {
      await this.#look(async () => {
        const job = await this.api.partitionJob(this.nodeId, disk.device);
        if (disk.device === this.disk.device) {
          await this.#heard(job);
        }
      });
      this.#follow();
    }, POLL_MS);
  }

  /** Whether the job goes on without anybody. */
  #moves() {
    return ['waiting', 'running', 'undoing'].includes(this.job?.state);
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

/** Where a job was begun when that was elsewhere, and when if it is over. @param {PartitionJob} job */
function begun(job) {
  const where = job.begun_on === 'node' ? "on the node's own page" : '';
  const when = OVER.includes(job.state) ? ago(job.started_at) : '';
  const words = [when, where].filter(Boolean).join(' ');
  return words ? html`<span class="muted small">begun ${words}</span>` : nothing;
}

customElements.define('partition-editor', PartitionEditor);
