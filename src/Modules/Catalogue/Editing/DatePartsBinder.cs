using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using NhatLe.Platform.Ui;

namespace NhatLe.Catalogue.Editing;

/// <summary>Reads the three texts of a date field: a browser set to English would ask for the month first in a field of its own.</summary>
public sealed class DatePartsBinder : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var name = bindingContext.ModelName;
        var typed = new DateInput { Day = Part("Day"), Month = Part("Month"), Year = Part("Year") };
        var date = typed.ToDate();
        if (date is null && !typed.IsEmpty) bindingContext.ModelState.AddModelError(name, "no such day"); // the page has the words
        else bindingContext.ModelState.MarkFieldValid(name); // known, so that a handler's message finds its field
        bindingContext.Result = ModelBindingResult.Success(date);
        return Task.CompletedTask;

        string? Part(string part)
        {
            var key = $"{name}.{part}";
            var value = bindingContext.ValueProvider.GetValue(key);
            if (value != ValueProviderResult.None) bindingContext.ModelState.SetModelValue(key, value); // so that it is shown again as it was typed
            return value.FirstValue;
        }
    }
}

/// <summary>On a date of a form. It is bound from what was sent only: else a list of rows would never be seen to end.</summary>
public sealed class DatePartsAttribute : ModelBinderAttribute
{
    public DatePartsAttribute() : base(typeof(DatePartsBinder)) => BindingSource = BindingSource.ModelBinding;
}
