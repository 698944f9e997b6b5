package io.pureboot.linux.parted;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.Delegate;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libparted that are used; {@code long} is PedSector. Public only because jnr-ffi's class loader asks
 * for it: use {@link PartedDisk}.
 */
public interface LibParted {
    /** PedExceptionHandler: gets a PedException, answers one of its options. */
    interface ExceptionHandler {
        @Delegate
        int call(Pointer exception);
    }

    void ped_exception_set_handler(ExceptionHandler handler);

    @Nullable
    Pointer ped_device_get(String path);

    int ped_device_open(Pointer device);

    int ped_device_close(Pointer device);

    void ped_device_destroy(Pointer device);

    int ped_device_is_busy(Pointer device);

    @Nullable
    Pointer ped_disk_new(Pointer device);

    @Nullable
    Pointer ped_disk_new_fresh(Pointer device, Pointer type);

    void ped_disk_destroy(Pointer disk);

    int ped_disk_commit_to_dev(Pointer disk);

    int ped_disk_commit_to_os(Pointer disk);

    @Nullable
    Pointer ped_disk_type_get(String name);

    int ped_disk_type_check_feature(Pointer type, int feature);

    @Nullable
    Pointer ped_disk_next_partition(Pointer disk, @Nullable Pointer partition);

    @Nullable
    Pointer ped_disk_get_partition(Pointer disk, int number);

    @Nullable
    Pointer ped_partition_new(Pointer disk, int type, @Nullable Pointer fileSystem, long startSector, long endSector);

    void ped_partition_destroy(Pointer partition);

    int ped_disk_add_partition(Pointer disk, Pointer partition, Pointer constraint);

    int ped_disk_delete_partition(Pointer disk, Pointer partition);

    int ped_disk_set_partition_geom(
            Pointer disk, Pointer partition, Pointer constraint, long startSector, long endSector);

    int ped_partition_is_busy(Pointer partition);

    int ped_partition_set_flag(Pointer partition, int flag, int state);

    int ped_partition_get_flag(Pointer partition, int flag);

    int ped_partition_is_flag_available(Pointer partition, int flag);

    int ped_partition_flag_get_by_name(String name);

    int ped_partition_flag_next(int flag);

    String ped_partition_flag_get_name(int flag);

    int ped_partition_set_name(Pointer partition, String name);

    @Nullable
    String ped_partition_get_name(Pointer partition);

    int ped_partition_set_system(Pointer partition, @Nullable Pointer fileSystem);

    @Nullable
    Pointer ped_file_system_type_get(String name);

    @Nullable
    Pointer ped_geometry_new(Pointer device, long startSector, long sectors);

    void ped_geometry_destroy(Pointer geometry);

    @Nullable
    Pointer ped_constraint_exact(Pointer geometry);

    void ped_constraint_destroy(Pointer constraint);
}
