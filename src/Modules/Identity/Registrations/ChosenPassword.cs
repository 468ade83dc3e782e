using NhatLe.Platform;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Registrations;

/// <summary>What a person may choose as the password of a new account.</summary>
static class ChosenPassword
{
    public const int Shortest = 8, Longest = 200;

    /// <param name="known">What others know of the person: number, phone.</param>
    /// <exception cref="Refusal">422 beside "Password".</exception>
    public static void Demand(string password, params ReadOnlySpan<string?> known)
    {
        if (password.Length < Shortest) throw Refusal.Invalid("Password", "Mật khẩu cần ít nhất {0} ký tự. Một câu ngắn dễ nhớ là tốt nhất.", Shortest);
        if (password.Length > Longest) throw Refusal.Invalid("Password", "Mật khẩu dài nhất 200 ký tự.");
        if (password.Distinct().Count() < 4) throw Refusal.Invalid("Password", "Mật khẩu này quá dễ đoán. Hãy dùng nhiều chữ và số khác nhau.");
        var folded = Fold.Key(password).Replace(" ", "", StringComparison.Ordinal);
        foreach (var word in known)
            if (word is { Length: > 0 } && folded == Fold.Key(word).Replace(" ", "", StringComparison.Ordinal))
                throw Refusal.Invalid("Password", "Đừng lấy số định danh, số điện thoại hay họ tên làm mật khẩu: người khác biết những điều đó.");
    }
}
