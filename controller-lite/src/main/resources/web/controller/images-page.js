import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PageElement } from 'shared/page-element.js';
import { Problem } from 'shared/problem.js';
import { bytes, plural } from 'shared/format.js';
import { api } from './context.js';
import 'shared/fs-legend.js';
import 'shared/problem-banner.js';
import './image-card.js';
import { asDisk } from './image-disk.js';

/** The images of the library: each drawn with its partitions, files counted, what could not be read said. */
export class ImagesPage extends PageElement {
  static properties = { images: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.images = null;
    this.problem = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  render() {
    return html`
      <div class="page-head">
        <div>
          <h1 tabindex="-1">Images</h1>
          <p>${this.images ? summary(this.images) : 'Loading…'}</p>
        </div>
        <button type="button" class="button" @click=${() => this.#load()}>Reload</button>
      </div>
      <div class="stack">
        ${this.problem
          ? html`<problem-banner .problem=${this.problem} .retry=${() => this.#load()}></problem-banner>`
          : nothing}
        ${this.images?.length === 0 ? empty() : nothing}
        ${this.images?.length > 0
          ? html`<fs-legend .disks=${this.images.map(asDisk)}></fs-legend>`
          : nothing}
        ${repeat(
          this.images ?? [],
          (image) => image.id,
          (image) => html`<image-card .image=${image}></image-card>`,
        )}
      </div>
    `;
  }

  async #load() {
    try {
      this.images = await api.images();
      this.problem = null;
    } catch (error) {
      this.problem = Problem.of(error);
    }
  }
}

function empty() {
  return html`
    <div class="card empty">
      <h2>No images yet</h2>
      <p>
        On the controller's machine <code>pureboot images check</code> finds the disk images with several partitions in
        old archives, and <code>pureboot images ingest</code> brings them here.
      </p>
    </div>
  `;
}

function isGap(partition) {
  return partition.status === 'unread' || partition.status === 'incomplete';
}

function summary(images) {
  const size = images.reduce((sum, image) => sum + image.size_bytes, 0);
  const gaps = images.filter((image) => image.partitions.some(isGap)).length;
  return `${plural(images.length, 'image')} · ${bytes(size)}${gaps > 0 ? ` · ${gaps} not read whole` : ''}`;
}

customElements.define('images-page', ImagesPage);
