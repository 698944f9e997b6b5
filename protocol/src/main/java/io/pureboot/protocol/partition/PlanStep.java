package io.pureboot.protocol.partition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * One thing done to a disk. A partition is named by the byte it starts at when the step begins, which no renumbering
 * changes. {@code operation} is the index of the operation the step belongs to.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PlanStep.NewTable.class, name = "new_table"),
    @JsonSubTypes.Type(value = PlanStep.AddEntry.class, name = "add_entry"),
    @JsonSubTypes.Type(value = PlanStep.RemoveEntry.class, name = "remove_entry"),
    @JsonSubTypes.Type(value = PlanStep.SetBounds.class, name = "set_bounds"),
    @JsonSubTypes.Type(value = PlanStep.SetFlag.class, name = "set_flag"),
    @JsonSubTypes.Type(value = PlanStep.CopyData.class, name = "copy_data"),
    @JsonSubTypes.Type(value = PlanStep.Shrink.class, name = "shrink"),
    @JsonSubTypes.Type(value = PlanStep.Grow.class, name = "grow"),
    @JsonSubTypes.Type(value = PlanStep.MakeFileSystem.class, name = "make_file_system")
})
public sealed interface PlanStep {
    int operation();

    /** An empty table instead of what is there. {@code table}: gpt or mbr. */
    record NewTable(int operation, String table) implements PlanStep {}

    /**
     * @param role primary, logical or extended
     * @param type as in {@code PartitionInfo.type}
     * @param name of the entry, GPT only
     */
    record AddEntry(
            int operation,
            long start,
            long end,
            String role,
            String type,
            @Nullable String filesystem,
            @Nullable String name)
            implements PlanStep {}

    record RemoveEntry(int operation, long start, long end) implements PlanStep {}

    /** Gives an entry other bounds; what lies on the disk stays where it is. */
    record SetBounds(int operation, long start, long oldEnd, long newStart, long newEnd) implements PlanStep {}

    record SetFlag(int operation, long start, String flag, boolean value) implements PlanStep {}

    /** Copies a whole partition to another place, which may overlap the old one. */
    record CopyData(
            int operation,
            long from,
            long to,
            long length,
            @Nullable String filesystem) implements PlanStep {}

    /** Makes the file system smaller than its partition of {@code oldSize}. */
    record Shrink(int operation, long start, long oldSize, String filesystem, long newSize) implements PlanStep {}

    /** Makes the file system fill its partition, which is {@code newSize} long. */
    record Grow(
            int operation,
            long start,
            long oldSize,
            String filesystem,
            long newSize,
            @Nullable String mountpoint) implements PlanStep {}

    /** {@code filesystem} null: only what an earlier content left behind is wiped. */
    record MakeFileSystem(
            int operation,
            long start,
            long size,
            @Nullable String filesystem,
            @Nullable String label) implements PlanStep {}
}
