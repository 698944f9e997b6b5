import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { bytes, plural, time } from 'shared/format.js';
import { fileSystem } from 'shared/file-systems.js';
import 'shared/disk-visualizer.js';
import { asDisk } from './image-disk.js';

const STATUSES = {
  listed: ['warn', 'Listed only'],
  copied: ['info', 'Files copied'],
  archived: ['ok', 'Archived'],
  cleaned: ['ok', 'Archived'],
};

const HEALTHS = {
  ok: 'ok',
  incomplete: 'warn',
  corrupt: 'danger',
  failed: 'danger',
};

const READ = {
  read: ['ok', 'Read'],
  incomplete: ['warn', 'Not read whole'],
  unread: ['danger', 'Not read'],
  none: ['plain', 'No files'],
};

/** One image: its disk drawn, and a row for every partition and volume. */
export class ImageCard extends PageElement {
  static properties = { image: { attribute: false } };

  render() {
    const image = this.image;
    const [kind, status] = STATUSES[image.status] ?? ['plain', image.status];
    return html`
      <article class="card stack" aria-label=${image.name}>
        <div>
          <h2 class="row">${image.name} <span class="chip ${kind}">${status}</span></h2>
          <p class="muted small">
            ${bytes(image.size_bytes)} · table ${image.table} · since ${time(image.added_at)}${image.archive
              ? ` · archive of ${bytes(image.archive_bytes)}`
              : ''}
          </p>
          <p class="muted small"><code>${image.id}</code></p>
          ${image.health
            ? html`<p class="small">
                <span class="chip ${HEALTHS[image.health] ?? 'plain'}">medium ${image.health}</span>
                ${bytes(image.rescued_bytes)} of ${bytes(image.size_bytes)} were rescued
              </p>`
            : nothing}
          ${image.message ? html`<p>${image.message}</p>` : nothing}
        </div>
        <disk-visualizer .disk=${asDisk(image)}></disk-visualizer>
        <div class="table-frame">
          <table class="wraps">
            <caption class="visually-hidden">Partitions of ${image.name}</caption>
            <thead>
              <tr>
                <th scope="col">Partition</th>
                <th scope="col">Content</th>
                <th scope="col">Size</th>
                <th scope="col">Files</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              ${image.partitions.map((partition) => row(partition))}
            </tbody>
          </table>
        </div>
      </article>
    `;
  }
}

function row(partition) {
  const [kind, text] = READ[partition.status] ?? ['plain', partition.status];
  return html`
    <tr data-part=${partition.part}>
      <td data-label="Partition">${partition.part === '0' ? 'Whole disk' : partition.part}</td>
      <td data-label="Content">
        <div>${fileSystem(partition.filesystem).name}<span class="second">${kindAndLabel(partition)}</span></div>
      </td>
      <td data-label="Size" class="number-cell">${partition.size_bytes < 0 ? '—' : bytes(partition.size_bytes)}</td>
      <td data-label="Files"><div>${files(partition)}</div></td>
      <td data-label="State">
        <div>
          <span class="chip ${kind}">${text}</span>
          <span class="second">${partition.reason ?? (partition.reader ? `by ${partition.reader}` : nothing)}</span>
        </div>
      </td>
    </tr>
  `;
}

/** What the table says a partition is for helps most where nothing else is known of it. */
function kindAndLabel(partition) {
  return [partition.label, partition.filesystem ? null : partition.type].filter(Boolean).join(' · ') || nothing;
}

/** Of what could not be read the number is unknown, not none. */
function files(partition) {
  if (partition.status === 'unread' || partition.status === 'none') {
    return partition.status === 'unread' ? 'unknown' : '—';
  }
  const copied = partition.files_copied === partition.files ? '' : ` (${partition.files_copied} copied)`;
  return html`${plural(partition.files, 'file')}${copied}<span class="second">${bytes(partition.files_bytes)}</span>`;
}

customElements.define('image-card', ImageCard);
