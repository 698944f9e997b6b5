import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { MIB } from './partition-words.js';
import { Problem } from './problem.js';
import './disk-visualizer.js';
import './problem-banner.js';

/** @import { DiskInfo, PartitionInfo } from './types.js' */

/**
 * Asks for one operation on a disk as it will be by then, and queues it; nothing is done to the disk by that. Subclasses
 * say `title`, `fields` and `wish` (null: all is so already). Stays open with the reason when the operation is refused, else dispatches
 * `operation-queued`.
 */
export class PartitionDialog extends PageElement {
  static properties = {
    disk: { attribute: false },
    partition: { attribute: false },
    place: { attribute: false },
    shown: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  /**
   * @param {{disk: DiskInfo, partition?: PartitionInfo, place?: number, queue: (wish: object) => Promise<unknown>}} about
   *   `place`: where a gap begins
   */
  async ask({ disk, partition, place, queue }) {
    Object.assign(this, { disk, partition, place, queue, shown: true, problem: null, busy: false });
    this.begin?.();
    await this.updateComplete;
    this.querySelector('dialog').showModal();
    this.querySelector('input:not([type=range]), select')?.focus();
  }

  render() {
    if (!this.shown) {
      return nothing;
    }
    return html`
      <dialog aria-label=${this.title()} @close=${() => (this.shown = false)}>
        <form class="dialog-body" @submit=${this.#submit}>
          <h2>${this.title()}</h2>
          <div class="stack tight">${this.fields()}</div>
          ${this.problem ? html`<problem-banner .problem=${this.problem}></problem-banner>` : nothing}
          <div class="dialog-actions">
            <button type="button" class="button quiet" @click=${() => this.querySelector('dialog').close()}>Back</button>
            <button class="button ${this.destroys ? 'danger' : 'primary'}" ?disabled=${this.busy}>Add to queue</button>
          </div>
        </form>
      </dialog>
    `;
  }

  #submit = async (event) => {
    event.preventDefault();
    const wish = this.wish(new FormData(event.target));
    if (!wish) {
      this.querySelector('dialog').close();
      return;
    }
    this.busy = true;
    try {
      await this.queue(wish);
    } catch (error) {
      this.problem = Problem.of(error);
      return;
    } finally {
      this.busy = false;
    }
    this.querySelector('dialog')?.close();
    this.dispatchEvent(new CustomEvent('operation-queued', { bubbles: true }));
  };

  /** A size or position: typed in MiB, or dragged. `least` and `most` are bytes. */
  amount(name, words, value, least, most, changed = () => {}) {
    const low = Math.ceil(least / MIB);
    const high = Math.floor(most / MIB);
    const set = (event) => {
      for (const input of this.querySelectorAll(`[data-amount=${name}]`)) {
        if (input !== event.target) {
          input.value = event.target.value;
        }
      }
      changed(Number(event.target.value) * MIB);
    };
    return html`<div class="field">
      <label for=${name}>${words}</label>
      <input
        type="number"
        id=${name}
        name=${name}
        data-amount=${name}
        min=${low}
        max=${high}
        step="any"
        required
        autocomplete="off"
        .value=${String(Math.min(high, Math.max(low, Math.floor(value / MIB))))}
        @input=${set}
      />
      <input
        type="range"
        aria-label=${`${words}, as a slider`}
        data-amount=${name}
        min=${low}
        max=${high}
        step="1"
        .value=${String(Math.floor(value / MIB))}
        @input=${set}
      />
      <span class="hint">From ${low} to ${high} MiB.</span>
    </div>`;
  }

  choice(name, words, options, changed = () => {}) {
    return html`<div class="field">
      <label for=${name}>${words}</label>
      <select id=${name} name=${name} @change=${(event) => changed(event.target.value)}>
        ${options.map(({ value, text, selected }) => html`<option value=${value} ?selected=${selected}>${text}</option>`)}
      </select>
    </div>`;
  }

  /** The disk as it would be, drawn while sizes are chosen. @param {PartitionInfo[]} partitions */
  picture(partitions) {
    const number = this.partition?.number ?? 'new';
    return html`<disk-visualizer
      .disk=${{ ...this.disk, partitions }}
      .selected=${number}
      aria-hidden="true"
    ></disk-visualizer>`;
  }

  /** The chosen partition with other bounds, among the others. */
  pictureWith(start, size) {
    const { partition } = this;
    const used = partition.used_bytes === null ? null : Math.min(100, (partition.used_bytes / size) * 100);
    return this.picture(
      this.disk.partitions.map((each) =>
        each === partition
          ? { ...each, start_bytes: start, end_bytes: start + size, size_bytes: size, used_percent: used }
          : each,
      ),
    );
  }

  label() {
    return html`<div class="field">
      <label for="label">Label</label>
      <input type="text" id="label" name="label" autocomplete="off" spellcheck="false" />
    </div>`;
  }
}

/** What a number typed in MiB means in bytes. @param {FormData} data */
export function typed(data, name) {
  return Math.round(Number(data.get(name)) * MIB);
}
