import { html, nothing, svg } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { rate } from 'shared/format.js';

const WIDTH = 600;
const HEIGHT = 56;

/** The rate since this page was opened. `samples`: {at: milliseconds, rate: bytes per second}, oldest first. */
export class RateGraph extends PageElement {
  static properties = { samples: { attribute: false } };

  render() {
    if (this.samples.length < 3) {
      return nothing;
    }
    const highest = Math.max(...this.samples.map((sample) => sample.rate), 1);
    const from = this.samples[0].at;
    const span = Math.max(1, this.samples.at(-1).at - from);
    const points = this.samples.map((sample) => {
      const x = ((sample.at - from) / span) * WIDTH;
      const y = HEIGHT - 3 - (sample.rate / highest) * (HEIGHT - 6);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    });
    return html`
      <figure>
        <svg
          class="rate-graph"
          viewBox="0 0 ${WIDTH} ${HEIGHT}"
          preserveAspectRatio="none"
          role="img"
          aria-label=${`Rate since this page was opened, at most ${rate(highest)}`}
        >
          ${svg`<polygon class="area" points="0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}" />
            <polyline class="line" points=${points.join(' ')} />`}
        </svg>
        <figcaption class="muted small">Rate since this page was opened, at most ${rate(highest)}</figcaption>
      </figure>
    `;
  }
}

customElements.define('rate-graph', RateGraph);
