package serval.admin.info;

import org.osgi.service.component.annotations.Component;
import serval.spi.info.InfoSection;
import serval.spi.info.InfoWriter;

/** Processor time; the main thread is the one that answers. */
@Component
public final class CpuSection implements InfoSection {
    private static final int DECIMALS = 6;

    @Override
    public String section() {
        return "cpu";
    }

    @Override
    public int order() {
        return 700;
    }

    @Override
    public void write(InfoWriter out) {
        double[] process = ProcessFiles.seconds("/proc/self/stat");
        double[] thread = ProcessFiles.seconds("/proc/thread-self/stat");
        out.field("used_cpu_sys", process[1], DECIMALS);
        out.field("used_cpu_user", process[0], DECIMALS);
        out.field("used_cpu_sys_children", process[3], DECIMALS);
        out.field("used_cpu_user_children", process[2], DECIMALS);
        out.field("used_cpu_sys_main_thread", thread[1], DECIMALS);
        out.field("used_cpu_user_main_thread", thread[0], DECIMALS);
    }
}
