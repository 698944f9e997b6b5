/**
 * Shapes of the API, as the servers send them: snake_case, bytes as numbers, times ISO-8601 UTC.
 *
 * @typedef {object} PartitionInfo
 * @property {number} number
 * @property {string} device
 * @property {number} start_bytes
 * @property {number} end_bytes exclusive
 * @property {number} size_bytes
 * @property {string} type efi, linux, swap, msdata, extended, …
 * @property {string|null} type_id
 * @property {string|null} uuid
 * @property {string|null} name
 * @property {string|null} filesystem
 * @property {string|null} filesystem_uuid
 * @property {string|null} label
 * @property {string[]} flags
 * @property {number|null} used_bytes
 * @property {number|null} used_percent
 * @property {boolean} can_shrink
 * @property {string|null} excuse why it cannot shrink
 * @property {string|null} grow_excuse why its file system cannot be made larger
 * @property {number|null} min_size_bytes
 * @property {string|null} mountpoint
 * @property {string[]} in_use
 * @property {string[]} warnings
 *
 * @typedef {object} DiskInfo
 * @property {string} device
 * @property {number} size_bytes
 * @property {string|null} model
 * @property {string|null} serial
 * @property {string|null} wwn
 * @property {string} partition_table gpt, mbr or unknown
 * @property {PartitionInfo[]} partitions
 * @property {string} scanned_at
 * @property {number} logical_sector_size
 * @property {number} physical_sector_size
 * @property {boolean} read_only
 * @property {boolean} removable
 * @property {string|null} transport
 * @property {string[]} in_use one sentence a reason; empty when free
 * @property {string} fingerprint
 * @property {string[]} warnings
 *
 * @typedef {object} DataPlace
 * @property {boolean} in_memory
 * @property {string} directory
 * @property {string|null} warning
 * @property {'idle'|'making'|'moving'|'failed'} state
 * @property {string|null} device
 * @property {string|null} problem
 *
 * @typedef {object} DataDisk
 * @property {string} device
 * @property {number} size_bytes
 * @property {string|null} model
 * @property {string|null} serial
 * @property {string} confirmation what has to be typed
 * @property {boolean} usable
 * @property {string|null} reason why it is not
 *
 * @typedef {object} NodeInfo
 * @property {string} id
 * @property {string|null} hostname
 * @property {string|null} mac_address
 * @property {string|null} ip_address
 * @property {string} state
 * @property {string|null} vendor
 * @property {string|null} model
 * @property {string|null} serial_number
 * @property {string|null} boot_mode
 * @property {number|null} cpu_count
 * @property {number|null} memory_bytes
 * @property {string[]} addresses
 * @property {string|null} ui_url
 * @property {boolean} online
 * @property {string|null} last_seen_at
 *
 * @typedef {'pending'|'source_ready'|'cloning'|'completed'|'failed'|'cancelled'} SessionStatus
 *
 * @typedef {object} PartitionNote
 * @property {number} number
 * @property {string|null} filesystem
 * @property {'used'|'raw'|'unwatched'} method
 * @property {string|null} reason why raw or unwatched
 * @property {number} bytes
 *
 * @typedef {object} CloneSession
 * @property {string} id
 * @property {string|null} name
 * @property {SessionStatus} status
 * @property {'staged'|'direct'} clone_mode
 * @property {string} source_node_id
 * @property {string|null} source_node_name
 * @property {string|null} target_node_id
 * @property {string|null} target_node_name
 * @property {string} source_device
 * @property {string} target_device
 * @property {string|null} source_ip
 * @property {'none'|'shrink_source'|'grow_target'} resize_mode
 * @property {number|null} bytes_total
 * @property {number} bytes_transferred
 * @property {number|null} transfer_rate_bps bytes per second
 * @property {number} progress_percent
 * @property {string|null} error_message
 * @property {string} created_at
 * @property {string|null} started_at
 * @property {string|null} completed_at
 * @property {'transferring'|'verifying'|'resizing'|null} phase
 * @property {number|null} verified_bytes
 * @property {boolean} rescue
 * @property {boolean} has_receipt
 * @property {string|null} created_by
 * @property {string|null} source_ready_at
 * @property {string|null} cloning_at
 * @property {string|null} transferred_at
 * @property {string|null} verified_at
 * @property {PartitionNote[]} partition_notes
 *
 * @typedef {object} CloneSessionCreate
 * @property {string|null} name
 * @property {string} source_node_id
 * @property {string} target_node_id
 * @property {string} source_device
 * @property {string} target_device
 * @property {'direct'|'staged'} clone_mode
 * @property {boolean} rescue
 *
 * @typedef {object} EnrolmentToken
 * @property {string} token
 * @property {string} expires_at
 * @property {string} ca_sha256
 * @property {string} command
 *
 * @typedef {object} NodeWork
 * @property {string} session_id
 * @property {'source'|'target'} role
 * @property {string} device
 * @property {'running'|'completed'|'failed'|'cancelled'} state
 * @property {'transferring'|'verifying'|'resizing'|null} phase
 * @property {number} bytes_done
 * @property {number|null} bytes_total
 * @property {number|null} transfer_rate_bps
 * @property {string|null} error_message
 *
 * @typedef {object} PartitionOperation
 * @property {string} id
 * @property {string} node_id
 * @property {string} device
 * @property {'resize'|'create'|'delete'|'format'|'move'|'set_flag'} operation
 * @property {Record<string, any>} params
 * @property {number} sequence
 * @property {'pending'|'running'|'completed'|'failed'} status
 * @property {string|null} error_message
 *
 * @typedef {object} PartitionPlan
 * @property {DiskInfo} before
 * @property {DiskInfo} after
 * @property {DiskInfo[]} projections the layout after each operation
 * @property {object[]} steps
 * @property {{operation: number, reason: string, remedy: string|null}[]} refusals
 *
 * @typedef {object} PartitionJob
 * @property {string} id
 * @property {string} device
 * @property {string} state waiting, running, completed, failed, cancelled, interrupted, undoing, undone, table_restored,
 *   abandoned or rejected
 * @property {{id: string, operation: string, status: string, params: Record<string, any>|null}[]} operations
 * @property {string} started_at
 * @property {'node'|'controller'|null} begun_on null on the node's own page
 * @property {number} step
 * @property {number} steps
 * @property {string|null} doing
 * @property {number} bytes_done
 * @property {number} bytes_total
 * @property {number|null} rate_bps bytes per second
 * @property {number|null} eta_seconds
 * @property {string|null} error
 * @property {string|null} undo_excuse why it cannot be undone
 *
 * @typedef {{type: string, data: Record<string, any>}} EventMessage
 */
export {};
