/** Names and colour families of what a partition may hold; the colours are in styles.css as --fs-<family>. */
const FAMILIES = {
  ext2: ['ext', 'ext2'],
  ext3: ['ext', 'ext3'],
  ext4: ['ext', 'ext4'],
  xfs: ['xfs', 'XFS'],
  btrfs: ['btrfs', 'Btrfs'],
  ntfs: ['ntfs', 'NTFS'],
  fat12: ['fat', 'FAT12'],
  fat16: ['fat', 'FAT16'],
  fat32: ['fat', 'FAT32'],
  vfat: ['fat', 'FAT'],
  exfat: ['exfat', 'exFAT'],
  swap: ['swap', 'Swap'],
  crypto_luks: ['crypt', 'LUKS'],
  bitlocker: ['crypt', 'BitLocker'],
  lvm2_member: ['volume', 'LVM'],
  linux_raid_member: ['volume', 'RAID'],
  zfs_member: ['volume', 'ZFS'],
};

/** @param {string|null} filesystem @returns {{family: string, name: string}} */
export function fileSystem(filesystem) {
  if (!filesystem) {
    return { family: 'unknown', name: 'Unknown' };
  }
  const known = FAMILIES[filesystem.toLowerCase()];
  return known ? { family: known[0], name: known[1] } : { family: 'other', name: filesystem };
}

const TYPES = {
  efi: 'EFI system',
  linux: 'Linux',
  swap: 'Linux swap',
  msdata: 'Microsoft basic data',
  msr: 'Microsoft reserved',
  lvm: 'Linux LVM',
  raid: 'Linux RAID',
  extended: 'Extended',
  bios_grub: 'BIOS boot',
};

/** @param {string} type */
export function partitionType(type) {
  return TYPES[type] ?? type;
}
