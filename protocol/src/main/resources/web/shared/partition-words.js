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

/** An operation in one sentence. @param {PartitionOperation} operation */
export function sentence({ operation, params }) {
  switch (operation) {
    case 'create':
      return `Create a partition of ${bytes(params.size_bytes)} at ${bytes(params.start_bytes)}${
        params.filesystem ? `, ${fileSystem(params.filesystem).name}` : ''
      }${params.label ? ` “${params.label}”` : ''}${
        params.partition_table ? `, in a new ${params.partition_table.toUpperCase()} table` : ''
      }`;
    case 'delete':
      return `Delete partition ${params.partition}`;
    case 'resize':
      return `Make partition ${params.partition} ${bytes(params.new_size_bytes)}`;
    case 'move':
      return `Move partition ${params.partition} to ${bytes(params.new_start_bytes)}`;
    case 'format':
      return `Format partition ${params.partition} as ${fileSystem(params.filesystem).name}${
        params.label ? ` “${params.label}”` : ''
      }`;
    default:
      return `${params.value ? 'Set' : 'Clear'} the flag ${params.flag} of partition ${params.partition}`;
  }
}

/** Why an action cannot be taken on a partition, or null. @param {PartitionInfo} partition @param {string} action */
export function excuse(partition, action) {
  if (partition.number === 0 && action !== 'create') {
    return 'A file system takes the whole disk, without a partition table.';
  }
  if (action === 'set_flag' || action === 'resize') {
    return null;
  }
  return partition.in_use[0] ?? null;
}

/** The free places of a disk, largest first. @param {DiskInfo} disk */
export function gaps(disk) {
  const found = [];
  const collect = (pieces) => {
    for (const piece of pieces) {
      if (!piece.partition) {
        const start = Math.ceil(Math.max(piece.start, MIB) / MIB) * MIB;
        if (piece.end - start >= MIB) {
          found.push({ start, size: piece.end - start });
        }
      }
      collect(piece.inside);
    }
  };
  collect(layout(disk));
  return found.sort((one, other) => other.size - one.size);
}

/** The largest size a partition may have where it is: up to what lies behind it. @param {DiskInfo} disk */
export function largestSize(disk, partition) {
  const tail = disk.partition_table === 'gpt' ? disk.logical_sector_size + 16384 : 0;
  const box = disk.partitions.find((each) => each.type === 'extended');
  const logical = disk.partition_table === 'mbr' && partition.number > 4;
  const end = logical && box ? box.end_bytes : disk.size_bytes - tail;
  const behind = disk.partitions
    .filter((each) => each.start_bytes > partition.start_bytes && each !== partition)
    .map((each) => each.start_bytes - (logical ? MIB : 0));
  return Math.min(end, ...behind) - partition.start_bytes;
}
