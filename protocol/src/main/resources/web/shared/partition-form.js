import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { bytes } from './format.js';
import { fileSystem } from './file-systems.js';
import { FLAGS, MADE, MIB, excuse, gaps, largestSize } from './partition-words.js';

const ACTIONS = {
  create: 'Create',
  resize: 'Resize',
  move: 'Move',
  format: 'Format',
  delete: 'Delete',
  set_flag: 'Flags',
};

/**
 * Asks for one operation on a disk as it will be by then. Dispatches `operation-wanted` with `{operation, params}`.
 * Sizes are given in MiB.
 */
export class PartitionForm extends PageElement {
  static properties = {
    disk: { attribute: false },
    selected: { type: Number },
    action: { state: true },
    busy: { type: Boolean },
  };

  constructor() {
    super();
    this.action = 'create';
  }

  render() {
    const partition = this.#partition();
    const action = partition ? this.action : 'create';
    const why = partition && action !== 'create' ? excuse(partition, action) : null;
    return html`
      <form class="stack tight" @submit=${this.#submit} aria-label="New operation">
        <div class="row" role="group" aria-label="What to do">
          ${Object.entries(ACTIONS).map(
            ([name, words]) => html`<button
              type="button"
              class="button small ${name === action ? 'primary' : ''}"
              aria-pressed=${name === action}
              ?disabled=${name !== 'create' && !partition}
              title=${name !== 'create' && !partition ? 'Choose a partition in the picture first.' : ''}
              @click=${() => (this.action = name)}
            >
              ${words}
            </button>`,
          )}
        </div>
        ${partition
          ? nothing
          : html`<p class="muted small">Choose a partition in the picture to resize, move, format or delete it.</p>`}
        ${this.#fields(action, partition)}
        ${why ? html`<p class="note" id="operation-excuse">${why}</p>` : nothing}
        <div class="row">
          <button class="button primary" ?disabled=${this.busy || why !== null || this.#nothingFree(action)}>
            Add to queue
          </button>
        </div>
      </form>
    `;
  }

  #partition() {
    return this.disk.partitions.find((each) => each.number === this.selected);
  }

  #nothingFree(action) {
    return action === 'create' && gaps(this.disk).length === 0;
  }

  #fields(action, partition) {
    switch (action) {
      case 'create':
        return this.#create();
      case 'resize':
        return html`
          ${this.#size('size', `New size of partition ${partition.number} in MiB`, partition.size_bytes, this.#sizes(partition))}
        `;
      case 'move':
        return this.#size('start', `New start of partition ${partition.number} in MiB`, partition.start_bytes, '');
      case 'format':
        return html`${this.#fileSystems(false)} ${this.#label()}`;
      case 'set_flag':
        return this.#flags(partition);
      default:
        return html`<p>Partition ${partition.number} (${bytes(partition.size_bytes)}) and what it holds will be gone.</p>`;
    }
  }

  #create() {
    const free = gaps(this.disk);
    if (free.length === 0) {
      return html`<p class="note">There is no free space on ${this.disk.device}.</p>`;
    }
    const tables = this.disk.partition_table === 'unknown';
    return html`
      <div class="field">
        <label for="place">Where</label>
        <select id="place" name="place">
          ${free.map((gap, index) => html`<option value=${index}>${bytes(gap.size)} free at ${bytes(gap.start)}</option>`)}
        </select>
      </div>
      ${tables
        ? html`<div class="field">
            <label for="table">New partition table</label>
            <select id="table" name="table">
              <option value="gpt">GPT</option>
              <option value="mbr">MBR</option>
            </select>
          </div>`
        : nothing}
      ${this.#size('size', 'Size in MiB', free[0].size, 'All of the place when left as it is.')} ${this.#types()}
      ${this.#fileSystems(true)} ${this.#label()}
    `;
  }

  #types() {
    const types =
      this.disk.partition_table === 'mbr'
        ? ['linux', 'efi', 'swap', 'msdata', 'lvm', 'raid', 'extended']
        : ['linux', 'efi', 'swap', 'msdata', 'lvm', 'raid', 'bios_grub', 'msr'];
    return html`<div class="field">
      <label for="type">Type</label>
      <select id="type" name="type">
        ${types.map((type) => html`<option value=${type}>${type}</option>`)}
      </select>
    </div>`;
  }

  #fileSystems(optional) {
    return html`<div class="field">
      <label for="filesystem">File system</label>
      <select id="filesystem" name="filesystem">
        ${MADE.map((name) => html`<option value=${name}>${fileSystem(name).name}</option>`)}
        ${optional ? html`<option value="">none</option>` : nothing}
      </select>
    </div>`;
  }

  #label() {
    return html`<div class="field">
      <label for="label">Label</label>
      <input type="text" id="label" name="label" autocomplete="off" spellcheck="false" />
    </div>`;
  }

  #size(name, words, value, hint) {
    return html`<div class="field">
      <label for=${name}>${words}</label>
      <input
        type="text"
        inputmode="decimal"
        id=${name}
        name=${name}
        .value=${String(Math.floor(value / MIB))}
        autocomplete="off"
      />
      ${hint ? html`<span class="hint">${hint}</span>` : nothing}
    </div>`;
  }

  #sizes(partition) {
    const least = partition.can_shrink && partition.min_size_bytes ? partition.min_size_bytes : null;
    const most = Math.floor(largestSize(this.disk, partition) / MIB);
    return `${least ? `From ${Math.ceil(least / MIB)}` : `Cannot shrink: ${partition.excuse ?? 'unknown content'} Up`} to ${most} MiB.`;
  }

  #flags(partition) {
    const flags = FLAGS[this.disk.partition_table] ?? [];
    return html`
      <div class="field">
        <label for="flag">Flag</label>
        <select id="flag" name="flag">
          ${flags.map(
            (flag) => html`<option value=${flag}>${flag}${partition.flags.includes(flag) ? ' (set: will be cleared)' : ''}</option>`,
          )}
        </select>
      </div>
    `;
  }

  #submit = (event) => {
    event.preventDefault();
    const data = new FormData(event.target);
    const partition = this.#partition();
    const action = partition ? this.action : 'create';
    const params = this.#params(action, partition, data);
    this.dispatchEvent(new CustomEvent('operation-wanted', { detail: { operation: action, params }, bubbles: true }));
  };

  #params(action, partition, data) {
    const mib = (name) => Math.round(Number(String(data.get(name)).replace(',', '.')) * MIB);
    const label = data.get('label') ? { label: data.get('label') } : {};
    switch (action) {
      case 'create': {
        const gap = gaps(this.disk)[Number(data.get('place'))];
        const wanted = mib('size');
        const type = data.get('type');
        const filesystem = type === 'extended' ? '' : data.get('filesystem');
        return {
          start_bytes: gap.start,
          // All that is left means to the last sector; the server knows where that is.
          size_bytes: wanted >= Math.floor(gap.size / MIB) * MIB ? this.#whole(gap) : wanted,
          type,
          ...(filesystem ? { filesystem } : {}),
          ...label,
          ...(data.get('table') ? { partition_table: data.get('table') } : {}),
        };
      }
      case 'resize': {
        const most = largestSize(this.disk, partition);
        const wanted = mib('size');
        return { partition: partition.number, new_size_bytes: wanted === Math.floor(most / MIB) * MIB ? most : wanted };
      }
      case 'move':
        return { partition: partition.number, new_start_bytes: mib('start') };
      case 'format':
        return { partition: partition.number, filesystem: data.get('filesystem'), ...label };
      case 'set_flag':
        return {
          partition: partition.number,
          flag: data.get('flag'),
          value: !partition.flags.includes(data.get('flag')),
        };
      default:
        return { partition: partition.number };
    }
  }

  #whole(gap) {
    const last = gap.start + gap.size === this.disk.size_bytes;
    const tail = last && this.disk.partition_table !== 'mbr' ? MIB : 0;
    return Math.floor((gap.size - tail) / MIB) * MIB;
  }
}

customElements.define('partition-form', PartitionForm);
