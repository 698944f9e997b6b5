import { bytes } from './format.js';
import { layout } from './disk-layout.js';
import { fileSystem } from './file-systems.js';

/** @import { DiskInfo, PartitionInfo, PartitionOperation } from './types.js' */

export const MIB = 1024 * 1024;

/** File systems that can be made, with the ones people mostly want first. */
export const MADE = ['ext4', 'xfs', 'btrfs', 'ntfs', 'fat32', 'exfat', 'swap', 'ext3', 'ext2', 'fat16'];

export const FLAGS = {
  gpt: ['esp', 'bios_grub', 'legacy_boot', 'hidden', 'lvm', 'raid', 'swap', 'msftdata', 'msftres', 'diag'],
  mbr: ['boot', 'hidden', 'lba', 'lvm', 'raid', 'esp', 'diag'],
};

/** What is never resized, and why. */
const FOREIGN = {
  crypto_luks: 'An encrypted volume (LUKS) is not resized here.',
  bitlocker: 'An encrypted volume (BitLocker) is not resized here.',
  lvm2_member: 'A part of an LVM group is not resized here.',
  linux_raid_member: 'A part of a RAID is not resized here.',
  zfs_member: 'A part of a ZFS pool is not resized here.',
};

/** A size or place as it was typed, not rounded. @param {number} count bytes */
function exactly(count) {
  return count % MIB === 0 && count >= 1024 * MIB && count % (1024 * MIB) !== 0 ? `${count / MIB} MiB` : bytes(count);
}

const KINDS = {
  create: 'Create a partition',
  delete: 'Delete a partition',
  resize: 'Resize a partition',
  move: 'Move a partition',
  format: 'Format a partition',
};

/** An operation in one sentence. @param {PartitionOperation} operation */
export function sentence({ operation, params }) {
  if (!params) {
    return KINDS[operation] ?? 'Change a flag';
  }
  switch (operation) {
    case 'create':
      return `Create a partition of ${exactly(params.size_bytes)} at ${exactly(params.start_bytes)}${
        params.filesystem ? `, ${fileSystem(params.filesystem).name}` : ''
      }${params.label ? ` “${params.label}”` : ''}${
        params.partition_table ? `, in a new ${params.partition_table.toUpperCase()} table` : ''
      }`;
    case 'delete':
      return `Delete partition ${params.partition}`;
    case 'resize':
      return `Resize partition ${params.partition} to ${exactly(params.new_size_bytes)}`;
    case 'move':
      return `Move partition ${params.partition} to ${exactly(params.new_start_bytes)}`;
    case 'format':
      return `Format partition ${params.partition} as ${fileSystem(params.filesystem).name}${
        params.label ? ` “${params.label}”` : ''
      }`;
    default:
      return `${params.value ? 'Set' : 'Clear'} the flag ${params.flag} of partition ${params.partition}`;
  }
}

/** How a disk's warning begins when partitions may be missing in what is known of its table. */
const BROKEN_CHAIN = 'The chain of logical partitions ';

/** Why nothing of a disk can be changed, or null: the node would refuse it as well. @param {DiskInfo} disk */
export function unwritable(disk) {
  if (disk.read_only) {
    return `${disk.device} is read-only.`;
  }
  const broken = disk.warnings.find((warning) => warning.startsWith(BROKEN_CHAIN));
  return broken ? `${broken} Nothing is changed here before the table is repaired: partitions are missing in it.` : null;
}

/** Why an action cannot be taken on a partition, or null. @param {PartitionInfo} partition @param {string} action */
export function excuse(partition, action) {
  if (partition.number === 0 && action !== 'create') {
    return 'A file system takes the whole disk, without a partition table.';
  }
  if (action === 'flag') {
    return null;
  }
  if (action === 'resize') {
    return FOREIGN[partition.filesystem] ?? null;
  }
  return partition.in_use[0] ?? null;
}

/** What a partition holds, for a warning. @param {PartitionInfo} partition */
export function holds(partition) {
  const used = partition.used_bytes === null ? null : `${bytes(partition.used_bytes)} used`;
  return [fileSystem(partition.filesystem).name, partition.label ? `“${partition.label}”` : null, used]
    .filter(Boolean)
    .join(', ');
}

/** What an operation destroys, or null. @param {PartitionOperation} operation */
export function loss({ operation, params }) {
  switch (operation) {
    case 'delete':
    case 'format':
      return 'what the partition holds is lost';
    case 'create':
      return params.partition_table ? 'what the disk held is lost' : 'what lay in that space is lost';
    case 'move':
      return 'keep the machine on its power until it is done';
    default:
      return null;
  }
}

/** A job's state in words. @param {string} state */
export function jobState(state) {
  const words = {
    interrupted: 'were cut off',
    table_restored: 'are over: the table from before was put back',
    abandoned: 'were given up',
    rejected: 'were refused',
    undoing: 'are being undone',
    running: 'are under way',
    waiting: 'wait for the node',
  };
  return words[state] ?? state;
}

/** Whether the disk can get a new table: it has none, or an empty one. @param {DiskInfo} disk */
export function tableIsFree(disk) {
  return disk.partitions.every((partition) => partition.number === 0);
}

/** The free places of a disk, largest first. What takes a whole disk without a table can be replaced. @param {DiskInfo} disk */
export function gaps(disk) {
  const found = [];
  // A logical partition has its own record in front of it.
  const collect = (pieces, record) => {
    for (const piece of pieces) {
      if (!piece.partition) {
        const start = Math.ceil(Math.max(piece.start + record, MIB) / MIB) * MIB;
        const end = Math.min(piece.end, lastByte(disk));
        if (end - start >= MIB) {
          found.push({ start, size: end - start });
        }
      }
      collect(piece.inside, MIB);
    }
  };
  collect(layout(tableIsFree(disk) ? { ...disk, partitions: [] } : disk), 0);
  return found.sort((one, other) => other.size - one.size);
}

/** Where the last partition may end: the backup of a GPT lies behind, also of one that is yet to be made. */
function lastByte(disk) {
  return disk.size_bytes - (disk.partition_table === 'mbr' ? 0 : disk.logical_sector_size + 16384);
}

/** The smallest size a partition may have: its own when it cannot shrink. @param {DiskInfo} disk */
export function smallestSize(disk, partition) {
  if (partition.type === 'extended') {
    return Math.max(MIB, ...inside(disk, partition).map((each) => each.end_bytes - partition.start_bytes));
  }
  return partition.can_shrink ? (partition.min_size_bytes ?? MIB) : partition.size_bytes;
}

/** The logical partitions in an extended one. */
function inside(disk, box) {
  return disk.partitions.filter(
    (each) => each !== box && each.start_bytes >= box.start_bytes && each.end_bytes <= box.end_bytes,
  );
}

/**
 * Where a partition may begin, as ranges of bytes: around where it is, then in other free places large enough.
 *
 * @param {DiskInfo} disk
 * @param {PartitionInfo} partition
 */
export function movePlaces(disk, partition) {
  const without = { ...disk, partitions: disk.partitions.filter((each) => each !== partition) };
  const logical = disk.partition_table === 'mbr' && partition.number > 4;
  const box = disk.partitions.find((each) => each.type === 'extended');
  const inBox = (place) => box !== undefined && place.start >= box.start_bytes && place.start < box.end_bytes;
  const places = gaps(without)
    .filter((place) => inBox(place) === logical)
    .map((place) => ({ least: place.start, most: place.start + place.size - partition.size_bytes }))
    .filter((place) => place.most >= place.least);
  const around = (place) => partition.start_bytes >= place.least - MIB && partition.start_bytes <= place.most + MIB;
  places.sort((one, other) => Number(around(other)) - Number(around(one)));
  return places;
}

/** File systems that grow while they are mounted. */
const GROWS_MOUNTED = ['ext2', 'ext3', 'ext4', 'xfs', 'btrfs'];

/** Why a partition cannot be made larger, whatever room there is, or null. @param {PartitionInfo} partition */
export function growExcuse(partition) {
  if (partition.grow_excuse) {
    return partition.grow_excuse;
  }
  if (partition.mountpoint) {
    return GROWS_MOUNTED.includes(partition.filesystem) ? null : 'It cannot grow while it is mounted.';
  }
  return partition.in_use[0] ?? null;
}

/** Why there is no other size a partition can have. @param {PartitionInfo} partition */
export function sizeExcuse(partition) {
  const least = partition.can_shrink ? 'It is as small as it can be.' : (partition.excuse ?? 'It cannot shrink.');
  const most = growExcuse(partition) ?? 'There is no free space behind it.';
  return least === most ? least : `${least} ${most}`;
}

/** The largest size a partition may have where it is: up to what lies behind it. @param {DiskInfo} disk */
export function largestSize(disk, partition) {
  if (growExcuse(partition)) {
    return partition.size_bytes;
  }
  const tail = disk.partition_table === 'gpt' ? disk.logical_sector_size + 16384 : 0;
  const box = disk.partitions.find((each) => each.type === 'extended');
  const logical = disk.partition_table === 'mbr' && partition.number > 4;
  const end = logical && box ? box.end_bytes : disk.size_bytes - tail;
  const own = partition.type === 'extended' ? inside(disk, partition) : [];
  const behind = disk.partitions
    .filter((each) => each.start_bytes > partition.start_bytes && each !== partition && !own.includes(each))
    .map((each) => each.start_bytes - (logical ? MIB : 0));
  return Math.min(end, ...behind) - partition.start_bytes;
}
