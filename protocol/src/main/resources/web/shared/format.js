const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** Size for people in IEC units, "1.5 KiB"; an em dash when unknown. @param {number|null|undefined} bytes */
export function bytes(value) {
  if (value === null || value === undefined) {
    return '—';
  }
  let unit = 0;
  let scaled = value;
  while (Math.abs(scaled) >= 1024 && unit < UNITS.length - 1) {
    scaled /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || Number.isInteger(scaled) ? 0 : 1;
  return `${scaled.toFixed(digits)} ${UNITS[unit]}`;
}

/** Every digit, grouped for reading: "1,048,576 B". @param {number} value */
export function exactBytes(value) {
  return `${value.toLocaleString('en')} B`;
}

/** @param {number|null|undefined} bytesPerSecond */
export function rate(bytesPerSecond) {
  return bytesPerSecond ? `${bytes(bytesPerSecond)}/s` : '—';
}

/** @param {number} percent */
export function percent(value) {
  return `${value >= 100 ? 100 : Math.floor(value * 10) / 10}%`;
}

/** Seconds as people say them: "2 h 5 min", "3 min 10 s", "8 s". @param {number} seconds */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (hours > 0) {
    return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  }
  if (minutes > 0) {
    return minutes < 10 && whole % 60 > 0 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
  }
  return `${whole} s`;
}

/** Local date and time of an ISO instant. @param {string|null|undefined} instant */
export function time(instant) {
  if (!instant) {
    return '—';
  }
  const date = new Date(instant);
  const today = date.toDateString() === new Date().toDateString();
  const clock = date.toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return today ? clock : `${date.toLocaleDateString([], { dateStyle: 'medium' })}, ${clock}`;
}

/** "just now", "4 min ago", "3 days ago". @param {string|null|undefined} instant */
export function ago(instant, now = Date.now()) {
  if (!instant) {
    return 'never';
  }
  const seconds = (now - Date.parse(instant)) / 1000;
  if (seconds < 20) {
    return 'just now';
  }
  if (seconds < 90) {
    return `${Math.round(seconds)} s ago`;
  }
  if (seconds < 5400) {
    return `${Math.round(seconds / 60)} min ago`;
  }
  if (seconds < 129_600) {
    return `${Math.round(seconds / 3600)} h ago`;
  }
  return `${Math.round(seconds / 86_400)} days ago`;
}

/** @param {number} count @param {string} one @param {string} [many] */
export function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}
