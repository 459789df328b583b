package serval.launcher;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How large Shenandoah shall let the heap become before it collects: as much garbage as there is data, but not less than two gigabytes
 * or more than the heap may hold; and twice the garbage while the dataset is loaded, since what a collection then finds alive is all
 * there is. While it is written out nothing changes, so that a server takes no more memory for that. Left to itself it collects when
 * nearly all of {@code MaxRAMPercentage} is full. Until then each allocation is in memory that was never touched, which the kernel has
 * to clear first, and a server of a few megabytes of data grows to most of the machine.
 *
 * <p>The JVM takes the goal as {@code SoftMaxHeapSize}; whoever gives that option on the command line has decided, and nothing is done.
 */
final class HeapGoal implements Consumer<Boolean> {
    private static final Logger LOG = LoggerFactory.getLogger(HeapGoal.class);
    private static final String OPTION = "SoftMaxHeapSize";

    /** With less, collections come so often that they fall into loading and saving. */
    private static final long LEAST_GARBAGE = 2L << 30;
    /** What Shenandoah keeps free of the largest heap so that it can move objects ({@code ShenandoahEvacReserve}). */
    private static final double RESERVE = 0.05;
    /** It collects when less than this share of the goal is free ({@code ShenandoahMinFreeThreshold}). */
    private static final double FREE = 0.10;
    /**
     * The most by which the goal falls at a time: what lies above it is given back to the system at once, and while that goes on nobody
     * gets a new region of the heap.
     */
    private static final long FALL = 32L << 20;

    private static final long PERIOD = 1_000_000_000;

    private final Thread thread = new Thread(this::run, "serval-heap");
    private final long most = Runtime.getRuntime().maxMemory();
    private volatile boolean loading;
    private long present = most;

    /** Keeps the goal from now on, on a thread of its own. Returns at once. */
    void keep() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether the dataset is being loaded. */
    @Override
    public void accept(Boolean loading) {
        this.loading = loading;
        LockSupport.unpark(thread);
    }

    private void run() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (machine == null || machine.getVMOption(OPTION).getOrigin() == VMOption.Origin.VM_CREATION) {
            return;
        }
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Shenandoah")) {
                keep(machine, pool);
            }
        }
    }

    private void keep(HotSpotDiagnosticMXBean machine, MemoryPoolMXBean pool) {
        try {
            while (true) {
                MemoryUsage left = pool.getCollectionUsage();
                long wanted = next(goal(left == null ? 0 : left.getUsed(), most, loading), pool);
                if (wanted != present) {
                    machine.setVMOption(OPTION, Long.toString(wanted));
                    present = wanted;
                }
                LockSupport.parkNanos(PERIOD);
            }
        } catch (RuntimeException refused) {
            LOG.warn("The heap has no goal but its bound: {}", refused.toString());
        }
    }

    /**
     * The goal, in bytes.
     *
     * @param live what the last collection left; 0 before the first
     * @param most what the heap may hold at most
     * @param loading whether the dataset is being loaded
     */
    static long goal(long live, long most, boolean loading) {
        long garbage = Math.max(live, LEAST_GARBAGE);
        double wanted = (most * RESERVE + live + (loading ? 2 * garbage : garbage)) / (1 - FREE);
        return (long) Math.min(wanted, most);
    }

    /** The next step to what is wanted, up at once and down little by little. While nothing was decided yet, that is at once as well. */
    private long next(long wanted, MemoryPoolMXBean pool) {
        return present == most && isUntouched(pool) ? wanted : Math.max(wanted, present - FALL);
    }

    /** Whether the memory in use is below any goal, so that there is nothing to give back. */
    private boolean isUntouched(MemoryPoolMXBean pool) {
        return pool.getUsage().getCommitted() <= goal(0, most, false);
    }
}
