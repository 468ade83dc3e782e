using System.Globalization;

namespace NhatLe.Load.People;

/// <summary>Invented names, phones and numbers; the same number gives the same person.</summary>
static class Names
{
    static readonly string[] Families = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Mai", "Trương", "Cao", "Đinh", "Hồ", "Lại"];
    static readonly string[] Middles = ["Văn", "Thị", "Đức", "Minh", "Hữu", "Thu", "Ngọc", "Quang", "Xuân", "Thanh", "Khánh", "Gia"];
    static readonly string[] Givens = ["An", "Anh", "Bảo", "Bình", "Châu", "Dũng", "Duyên", "Giang", "Hà", "Hải", "Hạnh", "Hiếu", "Hòa", "Hùng", "Hương", "Huy", "Khôi", "Lan", "Linh", "Long", "Mai", "Nam", "Nga", "Nhung", "Phước", "Phương", "Quân", "Sơn", "Tâm", "Thảo", "Thành", "Thủy", "Toàn", "Trang", "Tuấn", "Tùng", "Vân", "Việt", "Vy", "Yến"];

    /// <summary>Where the numbers of this run begin: another run has other people and other papers.</summary>
    public static readonly int First = Environment.ProcessId % 10_000 * 10_000;

    public static string Full(int n)
    {
        var dice = new Random(n);
        return $"{Any(dice, Families)} {Any(dice, Middles)} {Any(dice, Givens)} {Any(dice, Givens)}";
    }

    /// <summary>Two syllables that very many people bear.</summary>
    public static string Common(Random dice) => $"{Families[dice.Next(4)]} {Middles[dice.Next(2)]}";

    public static string Phone(int n) => string.Create(CultureInfo.InvariantCulture, $"098{n % 10_000_000:0000000}");

    public static string CitizenNumber(int n) => string.Create(CultureInfo.InvariantCulture, $"0440{85 + (n % 10)}{n % 1_000_000:000000}");

    static string Any(Random dice, string[] among) => among[dice.Next(among.Length)];
}
