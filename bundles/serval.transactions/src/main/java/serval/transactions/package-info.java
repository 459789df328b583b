/**
 * Transactions: MULTI, EXEC, DISCARD, WATCH, UNWATCH.
 *
 * <p>What a session has queued and watches is in its slots, so it outlives this bundle's stop and return.
 * {@link serval.transactions.TransactionGate} queues, {@link serval.transactions.TransactionCommands} runs.
 */
@NullMarked
package serval.transactions;

import org.jspecify.annotations.NullMarked;
