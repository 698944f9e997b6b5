import { html } from 'lit';
import { PartitionDialog, typed } from './partition-dialog.js';
import { bytes } from './format.js';
import { MIB, movePlaces } from './partition-words.js';

/** A partition moved, within the space around it or into another free place. */
export class PartitionMoveDialog extends PartitionDialog {
  static properties = { chosen: { state: true }, start: { state: true } };

  title() {
    return `Move partition ${this.partition.number}`;
  }

  begin() {
    this.#choose(0);
  }

  #choose(index) {
    this.chosen = index;
    this.start = this.#initial(movePlaces(this.disk, this.partition)[index]);
  }

  fields() {
    const { partition } = this;
    const places = movePlaces(this.disk, partition);
    const place = places[this.chosen];
    return html`
      <p>${bytes(partition.size_bytes)} are copied; now at ${Math.floor(partition.start_bytes / MIB)} MiB.</p>
      ${this.choice(
        'place',
        'Where',
        places.map((each, index) => ({
          value: index,
          text: `Between ${bytes(each.least)} and ${bytes(each.most + partition.size_bytes)}`,
        })),
        (value) => this.#choose(Number(value)),
      )}
      ${this.pictureWith(Math.min(place.most, Math.max(place.least, this.start)), partition.size_bytes)}
      ${this.amount(
        'start',
        `New start of partition ${partition.number} in MiB`,
        this.#initial(place),
        place.least,
        place.most,
        (start) => (this.start = start),
      )}
      <p class="note warn">
        Keep the machine on its power until this is done. Programs that start this partition by its place on the disk may
        have to be told.
      </p>
    `;
  }

  #initial(place) {
    const now = this.partition.start_bytes;
    return now >= place.least && now <= place.most ? now : place.least;
  }

  wish(data) {
    const start = typed(data, 'start');
    return start === Math.floor(this.partition.start_bytes / MIB) * MIB
      ? null
      : { operation: 'move', params: { partition: this.partition.number, new_start_bytes: start } };
  }
}

customElements.define('partition-move-dialog', PartitionMoveDialog);
