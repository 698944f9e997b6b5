package io.pureboot.linux.sysfs;

/**
 * One line of mountinfo.
 *
 * @param number {@code major:minor} of what is mounted; of no device ({@code 0:…}) for btrfs, tmpfs and such
 * @param root which directory of the file system is seen there; not {@code /} for a bind mount or subvolume
 * @param source the device's path as it was given, or a word
 */
public record Mount(String number, String root, String mountPoint, boolean readOnly, String type, String source) {}
