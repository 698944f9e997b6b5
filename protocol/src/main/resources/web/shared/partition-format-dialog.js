import { html } from 'lit';
import { PartitionDialog } from './partition-dialog.js';
import { fileSystem } from './file-systems.js';
import { MADE, holds } from './partition-words.js';

/** A new, empty file system in a partition; its name has to be typed for that. */
export class PartitionFormatDialog extends PartitionDialog {
  destroys = true;

  title() {
    return `Format partition ${this.partition.number}`;
  }

  fields() {
    return html`
      <p class="note danger">What it holds will be gone: ${holds(this.partition)}.</p>
      ${this.choice(
        'filesystem',
        'File system',
        MADE.map((name) => ({
          value: name,
          text: fileSystem(name).name,
          selected: name === this.partition.filesystem,
        })),
      )}
      ${this.label()}
      <div class="field">
        <label for="sure">Type FORMAT to go on</label>
        <input type="text" id="sure" name="sure" pattern="FORMAT" required autocomplete="off" spellcheck="false" />
      </div>
    `;
  }

  wish(data) {
    return {
      operation: 'format',
      params: {
        partition: this.partition.number,
        filesystem: data.get('filesystem'),
        ...(data.get('label') ? { label: data.get('label') } : {}),
      },
    };
  }
}

customElements.define('partition-format-dialog', PartitionFormatDialog);
