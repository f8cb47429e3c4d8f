// What Quartz itself makes of expressions of six and seven fields: random ones, the same at every run.
//
//     QuartzTable COUNT SEED > table
//
// A line an expression: EXPRESSION|START|DELTAS, where START is in seconds since 1970, in UTC, and DELTAS are
// the seconds from START, and from each firing, to the next; at most four. `end` says that no more comes
// before the year 2101; DELTAS is `refused` where Quartz does not take the expression.
// What people write makes most of the lines; one in twelve has something that dialects differ on.

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import org.quartz.CronExpression;

public class QuartzTable {
    static final String[] DAYS = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
    static final String[] MONTHS = {
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"
    };
    static final long END = 4133980800L; // 2101-01-01

    static Random random;

    static int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    static String number(int value, String[] names) {
        boolean named = names != null && random.nextInt(3) == 0;
        return named ? names[value - 1] : Integer.toString(value);
    }

    static String item(int low, int high, String[] names) {
        int from = between(low, high);
        switch (random.nextInt(6)) {
            case 0:
                return "*/" + between(1, high > 60 ? 9 : high);
            case 1:
                return from + "/" + between(1, high > 60 ? 9 : high);
            case 2: {
                // a range by name, or by number
                int to = between(from, high);
                boolean named = names != null && random.nextBoolean();
                return named ? names[from - 1] + "-" + names[to - 1] : from + "-" + to;
            }
            case 3:
                return from + "-" + between(from, high) + "/" + between(1, high > 60 ? 9 : high);
            default:
                return number(from, names);
        }
    }

    static String field(int low, int high, String[] names) {
        if (random.nextInt(3) == 0) {
            return "*";
        }
        List<String> items = new ArrayList<>();
        for (int i = between(1, 3); i > 0; i--) {
            items.add(item(low, high, names));
        }
        return String.join(",", items);
    }

    static String weekdays() {
        List<String> items = new ArrayList<>();
        for (int i = between(1, 3); i > 0; i--) {
            int from = between(0, 6);
            items.add(random.nextBoolean() ? DAYS[from] : DAYS[from] + "-" + DAYS[between(from, 6)]);
        }
        return String.join(",", items);
    }

    /** Something that dialects differ on, in place of one field. */
    static void spoil(String[] fields) {
        switch (random.nextInt(7)) {
            case 0:
                fields[3] = "?";
                fields[5] = Integer.toString(between(0, 7));
                break;
            case 1:
                fields[2] = between(12, 23) + "-" + between(0, 11);
                break;
            case 2:
                fields[3] = "?";
                fields[5] = DAYS[between(4, 6)] + "-" + DAYS[between(0, 3)];
                break;
            case 3:
                fields[5] = "?";
                fields[3] = new String[] {"L", "LW", "15W", "L-3"}[random.nextInt(4)];
                break;
            case 4:
                fields[3] = "?";
                fields[5] = new String[] {"6L", "FRIL", "FRI#2", "6#3"}[random.nextInt(4)];
                break;
            case 5:
                // no question mark
                fields[3] = "*";
                fields[5] = random.nextBoolean() ? "*" : weekdays();
                break;
            default:
                fields[1] = Integer.toString(between(60, 70));
        }
    }

    static String expression() {
        boolean byWeekday = random.nextBoolean();
        String[] fields = {
            field(0, 59, null),
            field(0, 59, null),
            field(0, 23, null),
            byWeekday ? "?" : field(1, 31, null),
            field(1, 12, MONTHS),
            byWeekday ? weekdays() : "?",
        };
        if (random.nextInt(12) == 0) {
            spoil(fields);
        }
        String text = String.join(" ", fields);
        return random.nextInt(3) == 0 ? text + " " + field(1995, 2060, null) : text;
    }

    static String deltas(CronExpression expression, long start) {
        List<String> deltas = new ArrayList<>();
        Date last = new Date(start * 1000);
        while (deltas.size() < 4) {
            Date next = expression.getNextValidTimeAfter(last);
            if (next == null || next.getTime() / 1000 >= END) {
                deltas.add("end");
                break;
            }
            deltas.add(Long.toString((next.getTime() - last.getTime()) / 1000));
            last = next;
        }
        return String.join(" ", deltas);
    }

    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[0]);
        random = new Random(Long.parseLong(arguments[1]));
        TimeZone utc = TimeZone.getTimeZone("UTC");
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String text = expression();
            long start = 946684800L + 86400L * random.nextInt(365 * 45) + random.nextInt(86400);
            String said;
            try {
                CronExpression expression = new CronExpression(text);
                expression.setTimeZone(utc);
                said = deltas(expression, start);
            } catch (java.text.ParseException | IllegalArgumentException e) {
                said = "refused";
            }
            table.append(text).append('|').append(start).append('|').append(said).append('\n');
        }
        System.out.print(table);
    }
}
