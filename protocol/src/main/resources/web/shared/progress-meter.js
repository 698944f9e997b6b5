import { html } from 'lit';
import { PageElement } from './page-element.js';
import { cssProps } from './css-props.js';

/**
 * A progress bar. `value` in percent, or null while nothing is known yet; `label` says what progresses; `tone` is
 * '', 'ok' or 'danger'; `text` is what a screen reader reads instead of the bare number.
 */
export class ProgressMeter extends PageElement {
  static properties = {
    value: { type: Number },
    label: {},
    text: {},
    tone: {},
    large: { type: Boolean },
  };

  render() {
    const known = this.value !== null && this.value !== undefined;
    const value = known ? Math.min(100, Math.max(0, this.value)) : 0;
    const text = this.text ?? (known ? `${Math.floor(value)} percent` : 'waiting');
    const classes = ['meter', this.tone ?? '', this.large ? 'large' : '', known ? '' : 'waiting'];
    return html`
      <div
        class=${classes.join(' ')}
        role="progressbar"
        aria-label=${this.label ?? 'Progress'}
        aria-valuemin="0"
        aria-valuemax="100"
        .ariaValueNow=${known ? String(Math.floor(value)) : null}
        aria-valuetext=${text}
      >
        <span ${cssProps({ '--value': `${value}%` })}></span>
      </div>
    `;
  }
}

customElements.define('progress-meter', ProgressMeter);
