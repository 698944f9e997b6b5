import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { Problem } from './problem.js';
import { announce } from './announce.js';
import { confirmDialog } from './confirm-dialog.js';
import { bytes } from './format.js';
import { OVER } from './partition-job.js';
import { jobState, loss, sentence, unwritable } from './partition-words.js';
import './disk-visualizer.js';
import './operation-queue.js';
import './partition-actions.js';
import './problem-banner.js';

/** @import { PartitionJob } from './types.js' */

const POLL_MS = 1000;

/** How long an order to a job may take to show; then what the job says counts, whatever it is. */
const PATIENCE_MS = 15_000;

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
        <h3 tabindex="-1">${this.#heading()}</h3>
        <div
          @partition-selected=${(event) => (this.selected = event.detail)}
          @gap-chosen=${(event) => this.querySelector('partition-actions').ask('create', event.detail)}
        >
          <disk-visualizer
            selectable
            ?fillable=${!this.locked && !this.#atWork() && !unwritable(after)}
            .disk=${after}
            .selected=${this.selected}
          ></disk-visualizer>
        </div>
        ${this.problem ? html`<problem-banner .problem=${this.problem}></problem-banner>` : nothing}
        ${this.locked
          ? html`<p class="muted small">${this.locked}</p>`
          : this.#atWork()
            ? nothing
            : html`<partition-actions
                .disk=${after}
                .selected=${this.selected}
                .busy=${Boolean(this.busy)}
                .queue=${(wish) => this.api.queueOperation(this.nodeId, this.disk.device, wish)}
                @operation-queued=${this.#added}
                @clear-wanted=${() => this.#clear(after)}
              ></partition-actions>`}
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

  #jobView() {
    const { job } = this;
    if (!job || (OVER.includes(job.state) && this.#pending().length > 0)) {
      return nothing;
    }
    return html`<partition-job
      .job=${job}
      .asked=${Boolean(this.asked)}
      .locked=${Boolean(this.locked)}
      .busy=${Boolean(this.busy)}
      @job-ordered=${(event) => this.#order(event.detail)}
    ></partition-job>`;
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
    const focused = document.activeElement;
    const inside = this.contains(focused);
    this.busy = true;
    await this.#look(work);
    this.busy = false;
    if (inside) {
      await this.#keepFocus(focused);
    }
  }

  /** What was pressed is disabled meanwhile, or gone: without this the keyboard would begin at the top of the page again. */
  async #keepFocus(element) {
    await new Promise((drawn) => setTimeout(drawn));
    if (document.activeElement === document.body) {
      const there = element.isConnected && !element.disabled ? element : this.querySelector('h3');
      there?.focus({ preventScroll: true });
    }
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
