import { noChange } from 'lit';
import { Directive, directive, PartType } from 'lit/directive.js';

/**
 * Sets style properties through the object model, which a content policy without inline styles allows:
 * `<div ${cssProps({'--share': '30%'})}>`.
 */
class CssProps extends Directive {
  constructor(part) {
    super(part);
    if (part.type !== PartType.ELEMENT) {
      throw new Error('cssProps belongs on an element');
    }
  }

  update(part, [properties]) {
    for (const [name, value] of Object.entries(properties)) {
      part.element.style.setProperty(name, value);
    }
    return noChange;
  }

  render() {
    return noChange;
  }
}

export const cssProps = directive(CssProps);
