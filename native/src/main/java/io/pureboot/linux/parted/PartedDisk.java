package io.pureboot.linux.parted;

import io.pureboot.linux.block.DeviceBusyException;
import io.pureboot.linux.block.Extent;
import io.pureboot.linux.partition.PartitionNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A partition table opened to be changed. Changes are in memory until {@link #commit}; extents in bytes, whole sectors,
 * taken exactly as given and read back. One thread opens, uses and closes it, others wait meanwhile: be quick. Deleting
 * a partition in use, making one smaller, or putting a new table on a disk in use is refused.
 */
public final class PartedDisk implements AutoCloseable {
    private final PartedDevice device;
    private final Pointer disk;
    private final PartitionReader reader;

    private PartedDisk(PartedDevice device, Pointer disk) {
        this.device = device;
        this.disk = disk;
        this.reader = new PartitionReader(device.library(), disk, device.sectorSize());
    }

    /**
     * What is on the disk now; nothing is written. A disk without a table is of type {@code none}.
     *
     * @throws PartedException when the disk cannot be read, or its table is damaged beyond reading
     */
    public static PartedTable read(Path path) throws IOException {
        try (PartedDevice device = PartedDevice.open(path)) {
            return TableReader.read(device);
        }
    }

    /**
     * Opens the table that is there.
     *
     * @throws PartedException when there is none, or when its backup is not at the end of the disk: relocate it first
     */
    public static PartedDisk open(Path path) throws IOException {
        PartedDevice device = PartedDevice.open(path);
        try {
            Parted parted = device.parted();
            Pointer disk = parted.require(
                    device.library().ped_disk_new(device.pointer()), "cannot read a partition table on " + path);
            if (parted.backupNotAtEnd()) {
                device.library().ped_disk_destroy(disk);
                throw new PartedException(
                        "the backup of the partition table of " + path + " is not at the end of the disk",
                        List.of("move it there first"));
            }
            return new PartedDisk(device, disk);
        } catch (IOException | RuntimeException e) {
            device.close();
            throw e;
        }
    }

    /**
     * An empty table instead of whatever is there, written at {@link #commit}.
     *
     * @param type {@code gpt} or {@code msdos}
     */
    public static PartedDisk create(Path path, String type) throws IOException {
        PartedDevice device = PartedDevice.open(path);
        try {
            if (device.library().ped_device_is_busy(device.pointer()) != 0) {
                throw new DeviceBusyException(path.toString());
            }
            Parted parted = device.parted();
            Pointer known = parted.require(
                    device.library().ped_disk_type_get(type), "\"" + type + "\" is no kind of partition table");
            return new PartedDisk(
                    device,
                    parted.require(
                            device.library().ped_disk_new_fresh(device.pointer(), known),
                            "cannot make a " + type + " table for " + path));
        } catch (IOException | RuntimeException e) {
            device.close();
            throw e;
        }
    }

    public String type() {
        return reader.tableType();
    }

    public int sectorSize() {
        return device.sectorSize();
    }

    /** Bytes. */
    public long size() {
        return device.sectors() * device.sectorSize();
    }

    public List<PartedPartition> partitions() {
        return reader.all();
    }

    public PartedPartition partition(int number) throws IOException {
        return reader.read(pointer(number));
    }

    /**
     * Adds a partition; the table gives it the lowest free number.
     *
     * @param fileSystem what it will hold, which decides the entry's type: ext4, ntfs, fat32, linux-swap(v1), …; one
     *     libparted does not know, or null, gives a plain Linux partition
     * @return its number
     */
    public int add(PartitionKind kind, Extent extent, @Nullable String fileSystem) throws IOException {
        Parted parted = device.parted();
        parted.forget();
        LibParted library = device.library();
        try (ExactRange range = new ExactRange(device, extent)) {
            String what =
                    "cannot add a partition from " + extent.start() + " to " + extent.end() + " to " + device.path();
            Pointer partition = parted.require(
                    library.ped_partition_new(
                            disk, kind.code(), fileSystemType(fileSystem), range.first(), range.last()),
                    what);
            if (library.ped_disk_add_partition(disk, partition, range.constraint()) == 0) {
                library.ped_partition_destroy(partition);
                throw parted.failure(what);
            }
            if (!reader.extent(partition).equals(extent)) {
                Extent got = reader.extent(partition);
                library.ped_disk_delete_partition(disk, partition);
                throw moved(what, got);
            }
            return partition.getInt(Layout.PARTITION_NUMBER);
        }
    }

    public void delete(int number) throws IOException {
        Pointer partition = pointer(number);
        refuseWhenBusy(partition, number);
        device.parted()
                .require(
                        device.library().ped_disk_delete_partition(disk, partition),
                        "cannot delete partition " + number + " of " + device.path());
    }

    /** Gives a partition new bounds in the table; what is on the disk stays where it is. */
    public void resize(int number, Extent extent) throws IOException {
        Parted parted = device.parted();
        Pointer partition = pointer(number);
        Extent old = reader.extent(partition);
        if (extent.start() > old.start() || extent.end() < old.end()) {
            refuseWhenBusy(partition, number);
        }
        parted.forget();
        String what = "cannot make partition " + number + " of " + device.path() + " reach from " + extent.start()
                + " to " + extent.end();
        try (ExactRange range = new ExactRange(device, extent)) {
            parted.require(
                    device.library()
                            .ped_disk_set_partition_geom(
                                    disk, partition, range.constraint(), range.first(), range.last()),
                    what);
        }
        if (!reader.extent(partition).equals(extent)) {
            throw moved(what, reader.extent(partition));
        }
    }

    /**
     * Sets or clears a flag. On GPT the flags esp, bios_grub, swap, lvm, raid, msftdata, msftres, diag, irst decide the
     * entry's type.
     *
     * @param flag libparted's name of it
     */
    public void setFlag(int number, String flag, boolean state) throws IOException {
        Parted parted = device.parted();
        Pointer partition = pointer(number);
        parted.forget();
        String what = "cannot " + (state ? "set" : "clear") + " the flag " + flag + " of partition " + number + " of "
                + device.path();
        int code = device.library().ped_partition_flag_get_by_name(flag);
        if (code == 0 || device.library().ped_partition_is_flag_available(partition, code) == 0) {
            throw new PartedException(what, List.of("a " + type() + " table has no such flag."));
        }
        parted.require(device.library().ped_partition_set_flag(partition, code, state ? 1 : 0), what);
        if ((device.library().ped_partition_get_flag(partition, code) != 0) != state) {
            throw new PartedException(what, List.of("it stays as it was."));
        }
    }

    /** Names an entry; at most 36 characters (UTF-16 units), GPT only. Empty takes the name away. */
    public void setName(int number, String name) throws IOException {
        Parted parted = device.parted();
        Pointer partition = pointer(number);
        parted.forget();
        String what = "cannot name partition " + number + " of " + device.path();
        if (!reader.hasNames()) {
            throw new PartedException(what, List.of("a " + type() + " table has no names."));
        }
        if (name.length() > 36) {
            throw new PartedException(what, List.of("a name has at most 36 characters."));
        }
        parted.require(device.library().ped_partition_set_name(partition, name), what);
        String got = device.library().ped_partition_get_name(partition);
        if (!name.equals(got)) {
            throw new PartedException(what, List.of("\"" + name + "\" cannot be written in the table."));
        }
    }

    /** Makes the entry's type fit a file system, as in {@link #add}. */
    public void setFileSystem(int number, @Nullable String fileSystem) throws IOException {
        device.parted()
                .require(
                        device.library().ped_partition_set_system(pointer(number), fileSystemType(fileSystem)),
                        "cannot set the type of partition " + number + " of " + device.path());
    }

    /** Writes the table to the disk and reads it back; the kernel is not told. */
    public void commit() throws IOException {
        Parted parted = device.parted();
        parted.forget();
        try (OrderedWrites ordered = OrderedWrites.to(device)) {
            parted.require(
                    ordered.library().ped_disk_commit_to_dev(disk),
                    "cannot write the partition table of " + device.path());
        }
        List<PartedPartition> written = TableReader.read(device).partitions();
        List<PartedPartition> wanted = partitions();
        if (!places(written).equals(places(wanted))) {
            throw new PartedException(
                    "the partition table of " + device.path() + " reads back differently",
                    List.of("written: " + places(wanted) + ", read: " + places(written)));
        }
    }

    /**
     * Makes the kernel use this table.
     *
     * @throws PartedException when a partition that changed is in use; the table on the disk stays written
     */
    public void tellKernel() throws IOException {
        device.parted().forget();
        device.parted()
                .require(
                        device.library().ped_disk_commit_to_os(disk),
                        "the kernel still uses the old partition table of " + device.path());
    }

    private static List<List<Object>> places(List<PartedPartition> partitions) {
        return partitions.stream()
                .map(each -> List.<Object>of(each.number(), each.kind(), each.extent()))
                .toList();
    }

    private Pointer pointer(int number) throws PartedException {
        device.parted().forget();
        Pointer partition = device.library().ped_disk_get_partition(disk, number);
        if (partition == null) {
            throw new PartedException(device.path() + " has no partition " + number, List.of());
        }
        return partition;
    }

    private void refuseWhenBusy(Pointer partition, int number) throws DeviceBusyException {
        if (device.library().ped_partition_is_busy(partition) != 0) {
            throw new DeviceBusyException(
                    PartitionNames.path(device.path(), number).toString());
        }
    }

    private @Nullable Pointer fileSystemType(@Nullable String name) {
        return name == null ? null : device.library().ped_file_system_type_get(name);
    }

    private static PartedException moved(String what, Extent got) {
        return new PartedException(
                what, List.of("libparted would have put it from " + got.start() + " to " + got.end() + "."));
    }

    @Override
    public void close() {
        try {
            device.library().ped_disk_destroy(disk);
        } finally {
            device.close();
        }
    }
}
